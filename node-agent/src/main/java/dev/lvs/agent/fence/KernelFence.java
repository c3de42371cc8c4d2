package dev.lvs.agent.fence;

import dev.lvs.agent.fence.FenceAnswer.Failed;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.nft.FenceBatch;
import dev.lvs.agent.netlink.nft.FenceContent;
import dev.lvs.agent.netlink.nft.FenceHook;
import dev.lvs.agent.netlink.nft.FenceReader;
import dev.lvs.agent.netlink.nft.FenceReader.Found;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.syscall.NetlinkSocket;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Fence in the kernel of a network namespace. */
public final class KernelFence implements Fence {
  private static final String TABLE = "nftables table netdev " + FenceContent.TABLE;

  private final Exchange exchange;
  private final Exchange route;
  private final FenceReader reader;
  private final String process;
  private final Map<String, KernelGate> gates = new TreeMap<>();
  private FenceShape shape = FenceShape.NONE;

  /** The number of the last change of any table that the table was seen whole at. */
  private Optional<Long> seen = Optional.empty();

  /**
   * A fence that has not touched the table yet, in the network namespace of the calling thread.
   *
   * @param exchange with nfnetlink, of this fence alone; closed with it
   * @param process what no other process of this node has, also not one before or after:
   *     hexadecimal
   */
  public KernelFence(Exchange exchange, String process) {
    this(exchange, new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE)), process);
  }

  /**
   * The same with another way to the node's interfaces.
   *
   * @param route with rtnetlink; closed with the fence
   */
  KernelFence(Exchange exchange, Exchange route, String process) {
    this.exchange = exchange;
    this.route = route;
    this.reader = new FenceReader(exchange);
    this.process = process;
  }

  @Override
  public FenceAnswer shape(FenceShape wanted) {
    try {
      return switch (reader.read()) {
        case Found.Foreign() -> foreign();
        case Found.Absent() -> rebuild(wanted);
        case Found.Ours(var content) ->
            content.strays().isEmpty() ? change(content, wanted) : rebuild(wanted);
      };
    } catch (TransportException e) {
      return new Failed(String.valueOf(e.getMessage()));
    }
  }

  /** Makes the table anew, with all gates shut. */
  private FenceAnswer rebuild(FenceShape wanted) {
    gates.clear();
    FenceBatch batch = new FenceBatch().replaceTable();
    return finish(batch, FenceContent.EMPTY, wanted);
  }

  private FenceAnswer change(FenceContent content, FenceShape wanted) {
    gates.keySet().retainAll(content.gates().keySet());
    FenceBatch batch = new FenceBatch();
    content
        .gates()
        .forEach(
            (group, follows) -> {
              boolean known = gates.containsKey(group);
              KernelGate gate = gate(group, content);
              boolean damaged = known && !gate.isAsLeft(content);
              gate.adopt(damaged ? List.of() : follows);
              if (damaged) {
                batch.follow(group, List.of());
              }
            });
    Map<IpAddress, String> groups = groups(wanted);
    batch.delist(
        content.groups().entrySet().stream()
            .filter(known -> !known.getValue().equals(groups.get(known.getKey())))
            .map(Map.Entry::getKey)
            .toList());
    for (String group : content.gates().keySet()) {
      SortedSet<String> sets = KernelGate.sets(group, content.tokens());
      if (wanted.groups().containsKey(group)) {
        gate(group, content).prepare(batch, sets);
      } else {
        gates.remove(group);
        batch.deleteGroup(group);
        sets.forEach(batch::deleteTokens);
      }
    }
    return finish(batch, content, wanted);
  }

  /** Returns what is to come in addition to a content, without what is gone from it already. */
  private FenceAnswer finish(FenceBatch batch, FenceContent content, FenceShape wanted) {
    for (String group : new TreeSet<>(wanted.groups().keySet())) {
      if (!content.gates().containsKey(group)) {
        batch.newGroup(group);
        gate(group, content).prepare(batch, new TreeSet<>());
      }
    }
    Map<IpAddress, String> more = new HashMap<>(groups(wanted));
    more.entrySet().removeAll(content.groups().entrySet());
    batch.enlist(more);
    Set<FenceHook> hooks = hooks(wanted);
    content.hooks().stream().filter(hook -> !hooks.contains(hook)).forEach(batch::unhook);
    content.orphans().forEach(batch::deleteOrphan);
    List<FenceHook> missing =
        hooks.stream().filter(hook -> !content.hooks().contains(hook)).sorted().toList();
    SortedMap<String, String> refused = refused(missing);
    missing.stream().filter(hook -> !refused.containsKey(hook.device())).forEach(batch::hook);
    if (!batch.isEmpty()) {
      FenceAnswer answer = transact("shape the fence", batch);
      if (!answer.isDone()) {
        return answer;
      }
    }
    shape = wanted;
    return refused.isEmpty()
        ? new FenceAnswer.Done()
        : new Failed(String.join("; ", refused.values()));
  }

  private SortedMap<String, String> refused(List<FenceHook> hooks) {
    Set<String> devices = hooks.stream().map(FenceHook::device).collect(Collectors.toSet());
    return devices.isEmpty()
        ? new TreeMap<>()
        : FenceSupport.of(exchange, Links.read(route), devices).refused();
  }

  private KernelGate gate(String group, FenceContent content) {
    return gates.computeIfAbsent(
        group, name -> new KernelGate(this, name, process, content.tokens()));
  }

  @Override
  public Gate gate(String group) {
    KernelGate gate = gates.get(group);
    if (gate == null) {
      throw new IllegalArgumentException("no group of the fence: " + group);
    }
    return gate;
  }

  @Override
  public Look look() {
    Map<String, GateState> states = new HashMap<>();
    try {
      Optional<String> damage = damage();
      gates.forEach((group, gate) -> states.put(group, gate.state()));
      return new Look(states, damage);
    } catch (TransportException e) {
      return new Look(states, Optional.of(TABLE + " cannot be read: " + e.getMessage()));
    }
  }

  private Optional<String> damage() {
    Optional<Long> generation = reader.generation();
    if (generation.isPresent() && generation.equals(seen)) {
      return Optional.empty();
    }
    Optional<String> damage =
        switch (reader.read()) {
          case Found.Absent() ->
              shape.equals(FenceShape.NONE) ? Optional.empty() : Optional.of(TABLE + " is gone");
          case Found.Foreign() -> Optional.of(TABLE + " is somebody else's");
          case Found.Ours(var content) -> damage(content);
        };
    seen = damage.isEmpty() ? generation : Optional.empty();
    return damage;
  }

  private Optional<String> damage(FenceContent content) {
    SortedSet<String> wrong = new TreeSet<>(content.strays());
    hooks(shape).stream()
        .filter(hook -> !content.hooks().contains(hook))
        .forEach(hook -> wrong.add("no hook at " + hook.device()));
    if (!content.groups().equals(groups(shape))) {
      wrong.add("other addresses");
    }
    gates.forEach(
        (group, gate) -> {
          if (!gate.isAsLeft(content)) {
            wrong.add("another gate of " + group);
          }
        });
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(TABLE + " was changed: " + String.join(", ", wrong));
  }

  @Override
  public FenceAnswer remove() {
    gates.clear();
    shape = FenceShape.NONE;
    try {
      // where there is no nf_tables there is no table either
      return reader.generation().isPresent() && reader.read() instanceof Found.Ours
          ? transact("remove the fence", new FenceBatch().deleteTable())
          : new FenceAnswer.Done();
    } catch (TransportException e) {
      return new Failed(String.valueOf(e.getMessage()));
    }
  }

  /** Carries out a batch, and knows by the number of the change whether somebody else made one. */
  FenceAnswer transact(String what, FenceBatch batch) {
    try {
      Answer answer = exchange.transact(batch.end());
      if (answer instanceof Answer.Accepted) {
        Optional<Long> generation = reader.generation();
        seen = seen.map(number -> number + 1).filter(next -> generation.equals(Optional.of(next)));
        return new FenceAnswer.Done();
      }
      return new Failed(what + ": " + reason(answer));
    } catch (TransportException e) {
      return new Failed(what + ": " + e.getMessage());
    }
  }

  /** The same for a batch that is refused where a token has run out. */
  FenceAnswer transactUnlessExpired(String what, String set, FenceBatch batch) {
    FenceAnswer answer = transact(what, batch);
    boolean expired =
        !answer.isDone()
            && reader.read() instanceof Found.Ours(var content)
            && content.tokens().contains(set)
            && reader.left(set).isEmpty();
    return expired ? new FenceAnswer.Expired() : answer;
  }

  Optional<Duration> left(String set) {
    return reader.left(set);
  }

  /** The table as it is; empty where it is not there, or not ours. */
  Optional<FenceContent> content() {
    return reader.read() instanceof Found.Ours(var content)
        ? Optional.of(content)
        : Optional.empty();
  }

  private static String reason(Answer answer) {
    return switch (answer) {
      case Answer.Accepted() -> "";
      case Answer.Unknown(var loss) -> "the kernel's answer was lost, " + loss;
      case Answer.Refused(var errno, var text) ->
          errno + text.map(words -> " (" + words + ")").orElse("") + ", " + remedy(errno);
    };
  }

  private static String remedy(Errno errno) {
    return switch (errno.symbol()) {
      case "ENOENT" ->
          "somebody changed " + TABLE + ", which nft list table netdev lvs_fence shows";
      case "EPERM" -> "the agent needs CAP_NET_ADMIN";
      default -> "which is not expected; please report it";
    };
  }

  private static FenceAnswer foreign() {
    return new Failed(
        TABLE
            + " is there and was not made by lvs-operator: rename it, or delete it with"
            + " nft delete table netdev "
            + FenceContent.TABLE);
  }

  private static Set<FenceHook> hooks(FenceShape shape) {
    Set<FenceHook> hooks = new HashSet<>();
    for (String device : shape.devices()) {
      hooks.add(new FenceHook(device, false));
      hooks.add(new FenceHook(device, true));
    }
    return hooks;
  }

  private static Map<IpAddress, String> groups(FenceShape shape) {
    Map<IpAddress, String> groups = new HashMap<>();
    shape.groups().forEach((group, addresses) -> addresses.forEach(one -> groups.put(one, group)));
    return groups;
  }

  @Override
  public void close() {
    route.close();
    exchange.close();
  }
}
