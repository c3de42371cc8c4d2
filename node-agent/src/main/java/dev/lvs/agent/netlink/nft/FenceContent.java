package dev.lvs.agent.netlink.nft;

import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Content of the table {@code netdev lvs_fence}.
 *
 * @param hooks where packets pass it
 * @param orphans chains of interfaces that are gone
 * @param groups by address, the group whose chains decide about it, for both directions
 * @param gates by group, the sets of tokens of which each must have one for packets to pass; none
 *     where the gate is shut
 * @param tokens the sets of tokens
 * @param strays objects in it that do not belong there; empty when all of it is understood
 */
public record FenceContent(
    Set<FenceHook> hooks,
    SortedSet<String> orphans,
    Map<IpAddress, String> groups,
    SortedMap<String, List<String>> gates,
    SortedSet<String> tokens,
    SortedSet<String> strays) {
  /** Name of the table. */
  public static final String TABLE = "lvs_fence";

  /** Content of a table with nothing in it. */
  public static final FenceContent EMPTY =
      new FenceContent(
          Set.of(), new TreeSet<>(), Map.of(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>());

  public FenceContent {
    hooks = Set.copyOf(hooks);
    orphans = new TreeSet<>(orphans);
    groups = Map.copyOf(groups);
    gates = new TreeMap<>(gates);
    tokens = new TreeSet<>(tokens);
    strays = new TreeSet<>(strays);
  }
}
