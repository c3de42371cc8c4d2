package dev.lvs.agent.health;

import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.probe.Detour;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.probe.arp.ArpWatch;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges whether real servers that are probed through forwarding hide their VIPs: one that answers
 * ARP for a VIP takes clients away from the director, though every probe of it succeeds. Not
 * thread-safe; its watches run on threads of their own.
 */
final class HiddenVipWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HiddenVipWatch.class);

  private final Map<Integer, ArpWatch> watches = new HashMap<>();
  private Map<IpAddress, ProbeWays.Question> asked = Map.of();

  /** Has VIPs asked for as these ways say, and no others, from now on. */
  void watch(ProbeWays ways) {
    if (asked.equals(ways.asked())) {
      return;
    }
    asked = ways.asked();
    Map<Integer, Map<IpAddress, IpAddress>> byInterface = new HashMap<>();
    asked.forEach(
        (vip, question) ->
            byInterface
                .computeIfAbsent(question.interfaceIndex(), _ -> new HashMap<>())
                .put(vip, question.source()));
    watches
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = !byInterface.containsKey(entry.getKey());
              if (over) {
                entry.getValue().close();
              }
              return over;
            });
    byInterface.forEach(
        (index, vips) -> watches.computeIfAbsent(index, HiddenVipWatch::start).watch(vips));
  }

  /** The result of a probe, but for a real server that does not hide the VIP. */
  ProbeResult judge(Target target, ProbeResult result) {
    return result instanceof ProbeResult.Passed
        ? fault(target).<ProbeResult>map(ProbeResult.Failed::new).orElse(result)
        : result;
  }

  private Optional<String> fault(Target target) {
    ProbeWays.Question question = asked.get(target.address());
    ArpWatch watch = question == null ? null : watches.get(question.interfaceIndex());
    return watch != null
            && target.detour().orElse(null) instanceof Detour.Marked(var _, var server, var _)
        ? watch.fault(target.address(), server)
        : Optional.empty();
  }

  @Override
  public void close() {
    watches.values().forEach(ArpWatch::close);
    watches.clear();
    asked = Map.of();
  }

  private static ArpWatch start(int interfaceIndex) {
    ArpWatch watch = new ArpWatch(interfaceIndex);
    Thread.ofPlatform().daemon().name("health-arp-" + interfaceIndex).start(() -> run(watch));
    return watch;
  }

  private static void run(ArpWatch watch) {
    try {
      watch.run();
    } catch (TransportException e) {
      LOG.warn("Real servers are not asked by ARP whether they hide VIPs: {}", e.getMessage());
    }
  }
}
