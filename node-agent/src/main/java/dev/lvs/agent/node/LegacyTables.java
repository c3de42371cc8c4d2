package dev.lvs.agent.node;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.syscall.XtablesSocket;
import dev.lvs.agent.xtables.XtablesTable;
import dev.lvs.net.AddressFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chains of x_tables, which iptables-legacy makes. Only existing tables are read, by the names
 * that the kernel lists for this network namespace: reading loads no module.
 *
 * <p>There is no generation number that shows whether a table has changed, and it is copied whole,
 * with the counters of every CPU added up; so one of the same size is read again only after a
 * while.
 */
final class LegacyTables {
  private static final Logger LOG = LoggerFactory.getLogger(LegacyTables.class);

  private static final Duration AGAIN = Duration.ofSeconds(5);

  private static final Map<AddressFamily, String> NAMES =
      Map.of(
          AddressFamily.IPV4, "thread-self/net/ip_tables_names",
          AddressFamily.IPV6, "thread-self/net/ip6_tables_names");

  private final Path proc;
  private final Map<XtablesTable, Known> known = new ConcurrentHashMap<>();

  private record Known(ByteBuffer info, List<FilterChain> chains, Instant at) {}

  /**
   * @param proc where procfs is mounted
   */
  LegacyTables(Path proc) {
    this.proc = proc;
  }

  /** Those of all tables; of one that cannot be read it is not known what they do. */
  List<FilterChain> chains() {
    List<FilterChain> chains = new ArrayList<>();
    for (AddressFamily family : AddressFamily.values()) {
      List<XtablesTable> tables = tables(family);
      known.keySet().removeIf(table -> table.family() == family && !tables.contains(table));
      if (!tables.isEmpty()) {
        read(family, tables, chains);
      }
    }
    return chains;
  }

  private List<XtablesTable> tables(AddressFamily family) {
    Path names = proc.resolve(Objects.requireNonNull(NAMES.get(family)));
    try (Stream<String> lines = Files.lines(names)) {
      return lines
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .sorted()
          .map(name -> new XtablesTable(family, name))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException | UncheckedIOException closed) {
      LOG.debug("cannot read {}: {}", names, closed.getMessage());
      return List.of(new XtablesTable(family, "filter"));
    }
  }

  private void read(AddressFamily family, List<XtablesTable> tables, List<FilterChain> chains) {
    try (XtablesSocket socket = new XtablesSocket(family == AddressFamily.IPV6)) {
      tables.forEach(table -> chains.addAll(read(socket, table)));
    } catch (TransportException closed) {
      LOG.debug("{}", closed.getMessage());
      tables.forEach(table -> chains.addAll(table.unread()));
    }
  }

  private List<FilterChain> read(XtablesSocket socket, XtablesTable table) {
    Instant now = SteadyClock.STEADY.instant();
    try {
      ByteBuffer info = socket.info(table.name());
      Known last = known.get(table);
      if (last == null || !last.info().equals(info) || !now.isBefore(last.at().plus(AGAIN))) {
        last = new Known(info, table.chains(info, socket.entries(table.name(), info)), now);
        known.put(table, last);
      }
      return last.chains();
    } catch (TransportException | IndexOutOfBoundsException unread) {
      LOG.debug("table {}: {}", table.name(), unread.getMessage());
      known.remove(table);
      return table.unread();
    }
  }
}
