package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.model.Flow;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Answer.Refused;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.conntrack.FlowEntry;
import dev.lvs.net.AddressFamily;
import java.util.Optional;
import java.util.function.Consumer;

/** The connections that conntrack knows. */
public final class Flows {
  private final Netfilter netfilter;

  public Flows(Netfilter netfilter) {
    this.netfilter = netfilter;
  }

  /**
   * Goes through all of a family, one by one: there may be a million. None where the kernel has no
   * conntrack.
   *
   * @param restart what was taken does not count, the kernel begins again
   */
  public void read(AddressFamily family, Runnable restart, Consumer<Flow> take) {
    Dump.check("connections", answer(family, restart, take));
  }

  /** The same, and leaves it to the caller what to make of the answer. */
  Answer answer(AddressFamily family, Runnable restart, Consumer<Flow> take) {
    Optional<Exchange> exchange = netfilter.exchange();
    if (exchange.isEmpty()) {
      return Answer.ACCEPTED;
    }
    Answer answer =
        Dump.answer(
            exchange.get(),
            FlowEntry.getAll(family),
            restart,
            reply -> FlowEntry.read(reply).ifPresent(take));
    // how nfnetlink_rcv_msg says that it has no such subsystem
    return answer instanceof Refused(var errno, var _) && errno.equals(Errno.EINVAL)
        ? Answer.ACCEPTED
        : answer;
  }
}
