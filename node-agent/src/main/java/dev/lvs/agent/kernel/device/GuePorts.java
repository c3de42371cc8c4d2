package dev.lvs.agent.kernel.device;

import dev.lvs.agent.model.device.GuePort;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.GenericFamily.Absent;
import dev.lvs.agent.netlink.GenericFamily.Present;
import dev.lvs.agent.netlink.fou.Fou;
import dev.lvs.agent.netlink.fou.FouEntry;
import dev.lvs.agent.netlink.fou.FouRequests;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * UDP ports at which a real server decapsulates GUE.
 *
 * <p>Reading them does not load the module fou: a director does not need it. So the kernel is asked
 * once whether it is loaded; opening a port makes the kernel load it.
 */
public final class GuePorts {
  private final Exchange exchange;
  private Optional<FouRequests> requests = Optional.empty();
  private boolean looked;

  public GuePorts(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Those that are open to everybody. */
  public List<GuePort> read() {
    if (!looked) {
      requests = requests(GenericFamily.find(exchange, Fou.FOU_GENL_NAME));
      looked = true;
    }
    return requests.map(this::read).orElse(List.of());
  }

  private List<GuePort> read(FouRequests fou) {
    List<GuePort> ports = new ArrayList<>();
    Dump.of(
        exchange,
        "the ports of GUE",
        fou.list(),
        ports::clear,
        reply -> FouEntry.read(reply).ifPresent(ports::add));
    return ports;
  }

  public Outcome add(Change change, GuePort port) {
    if (requests.isEmpty()) {
      requests = requests(GenericFamily.resolve(exchange, Fou.FOU_GENL_NAME));
    }
    if (requests.isEmpty()) {
      return Outcomes.refused(
          change,
          Fou.FOU_GENL_NAME,
          "this kernel has no GUE; load the module fou on the host (modprobe fou, and fou in"
              + " /etc/modules-load.d/ for the next boot), or use a kernel that is built with"
              + " CONFIG_NET_FOU");
    }
    Answer answer = exchange.execute(requests.get().add(port));
    boolean taken =
        answer instanceof Answer.Refused(var errno, var _) && errno.equals(Errno.EADDRINUSE);
    return taken && read().contains(port)
        ? new Outcome.AlreadySo(change)
        : Outcomes.of(change, answer);
  }

  public Outcome delete(Change change, GuePort port) {
    return requests.isEmpty()
        ? new Outcome.AlreadySo(change)
        : Outcomes.of(change, exchange.execute(requests.get().delete(port)));
  }

  private static Optional<FouRequests> requests(GenericFamily family) {
    return switch (family) {
      case Present present -> Optional.of(new FouRequests(present));
      case Absent _ -> Optional.empty();
    };
  }
}
