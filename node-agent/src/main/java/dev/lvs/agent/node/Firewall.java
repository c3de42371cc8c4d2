package dev.lvs.agent.node;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.nft.TableReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Base chains of other programs that packets traverse. Those of nf_tables are read again only when
 * some table has changed, and only where the kernel has nf_tables loaded already: reading loads no
 * module.
 */
public final class Firewall {
  private final Netfilter netfilter;
  private final Modules modules;
  private final LegacyTables legacy;
  private List<FilterChain> known = List.of();
  private Optional<Long> knownAt = Optional.empty();

  /**
   * @param proc where procfs is mounted
   */
  public Firewall(Netfilter netfilter, Path proc) {
    this.netfilter = netfilter;
    this.modules = new Modules(proc);
    this.legacy = new LegacyTables(proc);
  }

  /** None where there is neither nf_tables nor a table of x_tables. */
  public List<FilterChain> read() {
    return Stream.concat(ofNftables().stream(), legacy.chains().stream()).toList();
  }

  private List<FilterChain> ofNftables() {
    if (!modules.mayHaveNftables()) {
      return List.of();
    }
    Optional<Exchange> exchange = netfilter.exchange();
    if (exchange.isEmpty()) {
      return List.of();
    }
    TableReader reader = new TableReader(exchange.get());
    Optional<Long> generation = reader.generation();
    if (generation.isEmpty()) {
      return List.of();
    }
    if (!generation.equals(knownAt)) {
      known = List.copyOf(reader.others());
      knownAt = generation;
    }
    return known;
  }
}
