package dev.lvs.tool.cli.table;

import dev.lvs.agent.daemon.BuildVersion;
import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.agent.daemon.StateOptions;
import dev.lvs.agent.kernel.ConnectionTable;
import dev.lvs.agent.kernel.Console;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.ipvs.Connection;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.notation.Notation;
import dev.lvs.tool.list.ConnectionText;
import dev.lvs.tool.list.Documents;
import dev.lvs.tool.list.HealthList;
import dev.lvs.tool.list.SavedText;
import dev.lvs.tool.list.TableLayout;
import dev.lvs.tool.list.TableStyle;
import dev.lvs.tool.list.TableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lvs list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Prints the IPVS table as ipvsadm -Ln does, to the byte.",
    description = {
      "",
      "All of it, or one service, whoever put it there; with --connections, --timeout or --daemon"
          + " something else instead. Addresses and ports are always numbers.",
      "",
      "-o json and -o yaml print everything that is known of each entry, whatever columns are asked"
          + " for. Fields: version, connectionTableSize, services[]; of a service protocol, address"
          + " and port, or firewallMark and family; scheduler, schedulerFlags[], onePacket,"
          + " persistence (timeoutSeconds, netmask or prefixLength, engine), destinations[]; of a"
          + " destination address, port, method (NAT, DR, TUN), tunnel (type, port, checksum),"
          + " weight, thresholds (upper, lower), connections (active, inactive, persistent); of"
          + " both total and perSecond (connections, packetsIn, packetsOut, bytesIn, bytesOut). Of"
          + " connections[] protocol, state, expiresSeconds, client, virtual, server (address,"
          + " port), engine, engineData. Of timeouts tcpSeconds, tcpFinSeconds, udpSeconds. Of"
          + " daemons[] state, interface, syncId, maxLength, group, port, ttl. Of drains[] service,"
          + " server, method, order, standing, active, inactive, persistent, leftSeconds. With"
          + " --health each destination that is checked has health (state, since, reason, failures,"
          + " lastGood, certificateEnd), and removed[] (destination, health) of a service are those"
          + " that are out of the table.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lvs list -t 192.0.2.10:80 --stats    what passed one service",
      "  lvs list --health                    which real servers work, and why not",
      "  lvs list --connections --limit 20    the first of the connections",
      "  lvs list --drains                    who is drained, and what is left",
      "  lvs list -o json                     for programs"
    })
public final class ListCommand implements Callable<Integer> {
  @Mixin ServiceOptions service = new ServiceOptions();

  @Mixin ListOptions options = new ListOptions();

  @Mixin StateOptions state = new StateOptions();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    options.check(service.key().isPresent());
    if (options.drains) {
      return drains().number();
    }
    try (Console console = Access.open()) {
      if (options.connections) {
        return connections().number();
      }
      if (options.timeout) {
        print(
            () -> SavedText.listed(console.timeouts()) + "\n",
            () -> Documents.of(console.timeouts()));
      } else if (options.daemon) {
        List<SyncDaemon> daemons = console.daemons();
        StringBuilder lines = new StringBuilder();
        daemons.forEach(daemon -> lines.append(SavedText.listed(daemon)).append('\n'));
        print(lines::toString, () -> Documents.of(daemons));
      } else {
        return table(console).number();
      }
      return ExitCode.DONE.number();
    }
  }

  private ExitCode table(Console console) {
    ObservedTable table = console.list();
    TableStyle style = options.style();
    Optional<ServiceKey> wanted = service.key();
    if (options.health) {
      return health(wanted.isEmpty() ? table : one(table, wanted.get()), style);
    }
    if (wanted.isEmpty()) {
      print(() -> TableText.of(table, style), () -> Documents.of(table));
      return ExitCode.DONE;
    }
    ObservedTable found = one(table, wanted.get());
    print(() -> TableText.of(found.servers().getFirst(), style), () -> Documents.of(found));
    return ExitCode.DONE;
  }

  private static ObservedTable one(ObservedTable table, ServiceKey wanted) {
    List<ObservedServer> found =
        table.servers().stream().filter(server -> server.server().key().equals(wanted)).toList();
    if (found.isEmpty()) {
      throw new CommandException(
          ExitCode.NO_SERVICE, "There is no virtual service " + wanted + ".");
    }
    return new ObservedTable(table.version(), table.connectionTableSize(), found);
  }

  private ExitCode health(ObservedTable table, TableStyle style) {
    FoundHealth health = FoundHealth.read(state.directory);
    HealthList list = new HealthList(table, health.servers(), health.doubt().isEmpty());
    print(() -> list.text(style), list::document);
    health
        .doubt()
        .ifPresent(
            why ->
                Objects.requireNonNull(spec)
                    .commandLine()
                    .getErr()
                    .println("lvs: how real servers are is not known: " + why));
    return health.doubt().isEmpty() ? ExitCode.DONE : ExitCode.HEALTH_UNKNOWN;
  }

  private ExitCode drains() {
    List<DrainedServers.Drained> drained = new DrainedServers(state.directory).all();
    print(
        () -> {
          StringBuilder lines = new StringBuilder();
          drained.forEach(one -> lines.append(one.words()).append('\n'));
          return lines.toString();
        },
        () -> Map.of("drains", drained.stream().map(DrainedServers.Drained::document).toList()));
    return ExitCode.DONE;
  }

  private ExitCode connections() {
    PrintWriter out = out();
    Optional<Notation> notation = options.notation();
    ConnectionText text =
        new ConnectionText(options.layout() == TableLayout.PERSISTENT_CONNECTIONS);
    List<Object> documents = new ArrayList<>();
    if (notation.isEmpty()) {
      out.print(text.heading());
    }
    Limit limit = new Limit(options.limit);
    long strange =
        ConnectionTable.read(
            connection -> {
              if (!limit.admits()) {
                return false;
              }
              take(connection, notation.isPresent(), text, documents, out);
              return true;
            });
    notation.ifPresent(form -> out.print(form.write(Map.of("connections", documents))));
    out.flush();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    if (limit.isExceeded()) {
      err.println("lvs: there are more than " + options.limit + " connections (--limit)");
    }
    if (strange > 0) {
      err.println("lvs: " + strange + " lines of the kernel's table were not understood");
    }
    return strange > 0 ? ExitCode.KERNEL : ExitCode.DONE;
  }

  private static void take(
      Connection connection,
      boolean asDocument,
      ConnectionText text,
      List<Object> documents,
      PrintWriter out) {
    if (asDocument) {
      documents.add(Documents.of(connection));
    } else {
      out.print(text.line(connection));
    }
  }

  private void print(Supplier<String> text, Supplier<Object> document) {
    PrintWriter out = out();
    out.print(options.notation().map(form -> form.write(document.get())).orElseGet(text));
    out.flush();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  /** Limit of the entries that are listed. */
  private static final class Limit {
    private final long most;
    private long taken;

    Limit(long most) {
      this.most = most;
    }

    boolean admits() {
      return ++taken <= most;
    }

    boolean isExceeded() {
      return taken > most;
    }
  }
}
