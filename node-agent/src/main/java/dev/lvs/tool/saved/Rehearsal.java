package dev.lvs.tool.saved;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.saved.Command.Alter;
import dev.lvs.tool.saved.Command.Clear;
import dev.lvs.tool.saved.Command.SetTimeouts;
import dev.lvs.tool.saved.Command.StartDaemon;
import dev.lvs.tool.saved.Command.StopDaemon;
import dev.lvs.tool.saved.Command.Zero;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dry run of a saved table: the IPVS table as it would be after every line.
 *
 * <p>Adding an entry that exists with the same settings, and deleting one that does not exist, is
 * idempotent and right; adding one that exists with other settings, and editing one that does not
 * exist, is a mistake, as the kernel would say.
 *
 * @param table in the order in which its virtual servers came
 * @param lines the last line that names each entry; an entry that none names is not in it
 * @param rest the steps that do not change the table
 * @param findings those of the saved table and conflicts with existing entries
 */
public record Rehearsal(
    Map<ServiceKey, VirtualServer> table,
    Map<Subject, Integer> lines,
    List<SavedLine> rest,
    List<Finding> findings) {
  public Rehearsal {
    table = Collections.unmodifiableMap(new LinkedHashMap<>(table));
    lines = Map.copyOf(lines);
    rest = List.copyOf(rest);
    findings = List.copyOf(findings);
  }

  /** Carries the steps out in memory. */
  public static Rehearsal of(SavedTable saved, Map<ServiceKey, VirtualServer> start) {
    Stage stage = new Stage(start);
    List<SavedLine> rest = new ArrayList<>();
    List<Finding> findings = new ArrayList<>(saved.findings());
    for (SavedLine step : saved.steps()) {
      switch (step.command()) {
        case Alter(var change) ->
            stage
                .alter(step.line(), change)
                .map(sentence -> Finding.mistake(step.line(), sentence))
                .ifPresent(findings::add);
        case Clear() -> stage.servers.clear();
        case Zero _, SetTimeouts _, StartDaemon _, StopDaemon _ -> rest.add(step);
      }
    }
    return new Rehearsal(stage.table(), stage.lines, rest, findings);
  }

  /** Returns whether all of it can be carried out. */
  public boolean isRight() {
    return findings.stream().noneMatch(Finding::isMistake);
  }

  /** The table during the dry run. */
  private static final class Stage {
    private final Map<ServiceKey, Draft> servers = new LinkedHashMap<>();
    private final Map<Subject, Integer> lines = new LinkedHashMap<>();

    Stage(Map<ServiceKey, VirtualServer> start) {
      start.forEach(
          (key, server) -> servers.put(key, new Draft(server.settings(), server.destinations())));
    }

    Map<ServiceKey, VirtualServer> table() {
      Map<ServiceKey, VirtualServer> table = new LinkedHashMap<>();
      servers.forEach(
          (key, draft) -> table.put(key, new VirtualServer(key, draft.settings, draft.servers)));
      return table;
    }

    /** Makes a change, or says why it cannot be made. */
    Optional<String> alter(int line, IpvsChange change) {
      lines.put(Subject.of(change), line);
      return switch (change) {
        case AddService(var key, var settings) -> add(key, settings);
        case EditService(var key, var settings) ->
            on(
                key,
                draft -> {
                  draft.settings = settings;
                  return Optional.empty();
                });
        case DeleteService(var key) -> {
          servers.remove(key);
          yield Optional.empty();
        }
        case AddDestination(var key, var server, var settings) ->
            on(key, draft -> draft.add(key, server, settings));
        case EditDestination(var key, var server, var settings) ->
            on(key, draft -> draft.edit(key, server, settings));
        case DeleteDestination(var key, var server) -> {
          Optional.ofNullable(servers.get(key)).ifPresent(draft -> draft.servers.remove(server));
          yield Optional.empty();
        }
      };
    }

    private Optional<String> add(ServiceKey key, ServiceSettings settings) {
      Draft present = servers.putIfAbsent(key, new Draft(settings, Map.of()));
      return present == null || present.settings.equals(settings)
          ? Optional.empty()
          : Optional.of(key + " is there already, with other settings; edit it with -E.");
    }

    private Optional<String> on(ServiceKey key, Edit edit) {
      Draft draft = servers.get(key);
      return draft == null
          ? Optional.of("There is no virtual service " + key + "; add it with -A before.")
          : edit.of(draft);
    }
  }

  /** Change of one virtual server; the answer is why it cannot be made. */
  private interface Edit {
    Optional<String> of(Draft draft);
  }

  /** One virtual server during the dry run. */
  private static final class Draft {
    private final Map<DestinationKey, DestinationSettings> servers;
    private ServiceSettings settings;

    Draft(ServiceSettings settings, Map<DestinationKey, DestinationSettings> servers) {
      this.settings = settings;
      this.servers = new LinkedHashMap<>(servers);
    }

    Optional<String> add(ServiceKey service, DestinationKey key, DestinationSettings settings) {
      DestinationSettings present = servers.putIfAbsent(key, settings);
      return present == null || present.equals(settings)
          ? Optional.empty()
          : Optional.of(
              service + " has the real server " + key + " already, otherwise; edit it with -e.");
    }

    Optional<String> edit(ServiceKey service, DestinationKey key, DestinationSettings settings) {
      return servers.replace(key, settings) == null
          ? Optional.of(service + " has no real server " + key + "; add it with -a before.")
          : Optional.empty();
    }
  }
}
