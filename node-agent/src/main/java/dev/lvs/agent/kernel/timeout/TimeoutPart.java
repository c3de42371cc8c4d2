package dev.lvs.agent.kernel.timeout;

import dev.lvs.agent.kernel.ipvs.IpvsFamily;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The timeouts of connections, of which a network namespace has one set. */
public final class TimeoutPart implements KernelPart<Map<Timeout, Integer>> {
  private final IpvsFamily family;

  public TimeoutPart(IpvsFamily family) {
    this.family = family;
  }

  @Override
  public Map<Timeout, Integer> observe(Asked asked) {
    return read();
  }

  /** Those that are in force, in seconds; none where there is no IPVS. */
  public Map<Timeout, Integer> read() {
    Map<Timeout, Integer> seconds = new EnumMap<>(Timeout.class);
    family
        .requests()
        .ifPresent(
            ipvs ->
                Dump.check(
                    "the timeouts",
                    family
                        .exchange()
                        .query(
                            ipvs.getConfig(),
                            (_, reply) -> {
                              Timeouts set = Timeouts.read(reply);
                              put(seconds, Timeout.TCP, set.tcp());
                              put(seconds, Timeout.TCP_FIN, set.tcpFin());
                              put(seconds, Timeout.UDP, set.udp());
                            })));
    return seconds;
  }

  /** Sets timeouts, each by itself: what a request does not name stays as it is. */
  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    List<TimeoutChange> all = KernelPart.all(TimeoutChange.class, changes);
    return family.apply(
        all, ipvs -> Commands.of(all.stream().map(change -> message(ipvs, change)).toList()));
  }

  private static Message message(IpvsRequests ipvs, TimeoutChange change) {
    int seconds = change.seconds();
    return ipvs.setConfig(
        switch (change.timeout()) {
          case TCP -> new Timeouts(seconds, 0, 0);
          case TCP_FIN -> new Timeouts(0, seconds, 0);
          case UDP -> new Timeouts(0, 0, seconds);
        });
  }

  /** A kernel that was built without a protocol has 0 for its timeouts, which cannot be set. */
  private static void put(Map<Timeout, Integer> seconds, Timeout timeout, long value) {
    if (value > 0) {
      seconds.put(timeout, Math.toIntExact(value));
    }
  }
}
