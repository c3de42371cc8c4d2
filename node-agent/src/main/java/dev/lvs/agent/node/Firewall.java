package dev.lvs.agent.node;

import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.nft.TableReader;
import java.util.List;
import java.util.Optional;

/** The chains of others that packets pass, read again only when some table has changed. */
public final class Firewall {
  private final Netfilter netfilter;
  private List<FilterChain> known = List.of();
  private Optional<Long> knownAt = Optional.empty();

  public Firewall(Netfilter netfilter) {
    this.netfilter = netfilter;
  }

  /** None where there is no nf_tables. */
  public List<FilterChain> read() {
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
