package dev.lvs.tool.convert.table;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.api.v1alpha1.ConnectionSync;
import dev.lvs.api.v1alpha1.ConnectionTimeouts;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Holders;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServiceBlock;
import dev.lvs.tool.saved.Command;
import dev.lvs.tool.saved.NameFiles;
import dev.lvs.tool.saved.SavedLine;
import dev.lvs.tool.saved.SavedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what {@code ipvsadm -S} writes, and everything else that {@code ipvsadm -R} accepts. */
public final class SavedTableConfig {
  private final Notices notices = new Notices();
  private final SequencedMap<ServiceKey, ServiceLines> services = new LinkedHashMap<>();
  private final Map<String, Addition> additions = new TreeMap<>();

  private SavedTableConfig() {}

  /**
   * The table that {@code ipvsadm -R} makes of these files, one after the other, in an empty
   * kernel.
   *
   * @param names what names of hosts and services mean
   */
  public static Configuration read(List<ConfigFile> files, NameFiles names) {
    SavedTableConfig config = new SavedTableConfig();
    files.forEach(file -> config.read(file, names));
    List<ServiceBlock> blocks =
        ProbeEntries.leftOut(
            config.services.values().stream().map(ServiceLines::block).toList(), config.notices);
    Holders.tell(blocks, Set.of(), files.getFirst().name(), config.notices);
    return new Configuration(
        blocks,
        Map.of(),
        List.copyOf(config.additions.values()),
        new TreeSet<>(),
        config.notices.sorted());
  }

  private void read(ConfigFile file, NameFiles names) {
    if (file.isMarked()) {
      notices.table(
          file.first(),
          "a byte order mark stands before it, with which ipvsadm -R takes nothing; the manifests"
              + " have the lines.");
    }
    List<String> lines = file.content().lines().toList();
    SavedTable table = SavedTable.read(file.content(), names);
    table
        .findings()
        .forEach(
            finding -> {
              Origin at = origin(file, finding.line(), lines);
              if (finding.isMistake()) {
                notices.table(at, "left out: " + finding.message());
              } else {
                notices.aside(at, finding.message());
              }
            });
    for (SavedLine step : table.steps()) {
      take(step.command(), origin(file, step.line(), lines));
    }
  }

  private static Origin origin(ConfigFile file, int line, List<String> lines) {
    String text = line <= lines.size() ? lines.get(line - 1).strip() : "";
    return new Origin(file.name(), line, text);
  }

  private void take(Command command, Origin at) {
    switch (command) {
      case Command.Alter(IpvsChange change) -> take(change, at);
      case Command.Clear _ -> services.clear();
      case Command.Zero _ -> notices.aside(at, "left out: counters are not carried over.");
      case Command.SetTimeouts(Timeouts timeouts) -> timeouts(timeouts, at);
      case Command.StartDaemon(SyncDaemon daemon) -> daemon(daemon, at);
      case Command.StopDaemon _ -> additions.remove("connectionSync");
    }
  }

  private void take(IpvsChange change, Origin at) {
    ServiceLines service = services.get(change.service());
    if (change instanceof AddService(ServiceKey key, var settings)) {
      if (service != null) {
        refused(at, "the service is there already.");
      } else {
        services.put(key, new ServiceLines(key, settings, at));
      }
      return;
    }
    if (service == null) {
      refused(at, "there is no such service.");
      return;
    }
    boolean done =
        switch (change) {
          case AddService _ -> true;
          case EditService(var _, var settings) -> service.edit(settings);
          case DeleteService(ServiceKey key) -> services.remove(key) != null;
          case AddDestination(var _, var destination, var settings) ->
              service.add(destination, settings, at);
          case EditDestination(var _, var destination, var settings) ->
              service.replace(destination, settings, at);
          case DeleteDestination(var _, var destination) -> service.remove(destination);
        };
    if (!done) {
      refused(
          at,
          change instanceof AddDestination
              ? "the real server is there already."
              : "there is no such real server.");
    }
  }

  private void refused(Origin at, String why) {
    notices.table(at, "left out, as the kernel would: " + why);
  }

  private void timeouts(Timeouts timeouts, Origin at) {
    ConnectionTimeouts said =
        new ConnectionTimeouts(
            seconds(timeouts.tcp()), seconds(timeouts.tcpFin()), seconds(timeouts.udp()));
    if (!said.equals(new ConnectionTimeouts(null, null, null))) {
      additions.put("timeouts", new Addition("timeouts", said, at));
    }
  }

  private static @Nullable Seconds seconds(long seconds) {
    return seconds == 0 ? null : new Seconds(Math.clamp(seconds, 0, Integer.MAX_VALUE));
  }

  private void daemon(SyncDaemon daemon, Origin at) {
    ConnectionSync sync =
        new ConnectionSync(
            daemon.device(),
            daemon.syncId(),
            daemon.group().map(IpAddress::toString).orElse(null),
            number(daemon.port()),
            number(daemon.ttl()),
            number(daemon.maxLength()));
    Addition before = additions.put("connectionSync", new Addition("connectionSync", sync, at));
    // master and backup that run side by side say the same
    if (before != null && !before.value().equals(sync)) {
      notices.aside(at, "a DirectorGroup has one connectionSync; that of this line was taken.");
    }
  }

  private static @Nullable Integer number(int number) {
    return number == 0 ? null : number;
  }
}
