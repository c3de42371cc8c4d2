package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.Missing;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.GenericFamily.Absent;
import dev.lvs.agent.netlink.GenericFamily.Present;
import dev.lvs.agent.netlink.ipvs.Ipvs;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.OwningChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The netlink family IPVS of one kernel, which may have none. */
public final class IpvsFamily {
  private final Exchange exchange;
  private Optional<IpvsRequests> requests = Optional.empty();

  public IpvsFamily(Exchange exchange) {
    this.exchange = exchange;
  }

  /** The one of a kernel. */
  public static IpvsFamily of(KernelAccess access) {
    return access.shared(IpvsFamily.class, ways -> new IpvsFamily(ways.generic()));
  }

  /** To the kernel of the requests. */
  public Exchange exchange() {
    return exchange;
  }

  /**
   * The requests in this kernel's numbers. Asking for the family makes the kernel load the module
   * where it may, and the module may also come later.
   */
  public Optional<IpvsRequests> requests() {
    if (requests.isEmpty()) {
      requests =
          switch (GenericFamily.resolve(exchange, Ipvs.IPVS_GENL_NAME)) {
            case Present family -> Optional.of(new IpvsRequests(family));
            case Absent _ -> Optional.empty();
          };
    }
    return requests;
  }

  /**
   * Carries out changes in one exchange. Without IPVS nothing can be made, and all is taken away.
   *
   * @param commands one for each change; others may stand behind them, whose outcomes do not matter
   */
  public List<Outcome> apply(
      List<? extends OwningChange> changes, Function<IpvsRequests, Commands> commands) {
    return apply(changes, commands, Outcomes::of);
  }

  /**
   * The same where more is known of the answers than the changes know.
   *
   * @param outcome of a change and its answer
   */
  public <C extends OwningChange> List<Outcome> apply(
      List<C> changes,
      Function<IpvsRequests, Commands> commands,
      BiFunction<C, Answer, Outcome> outcome) {
    Optional<IpvsRequests> ipvs = requests();
    if (ipvs.isEmpty()) {
      return changes.stream().map(IpvsFamily::withoutIpvs).toList();
    }
    List<Answer> answers = exchange.execute(commands.apply(ipvs.get()));
    List<Outcome> outcomes = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      outcomes.add(outcome.apply(changes.get(i), answers.get(i)));
    }
    return outcomes;
  }

  private static Outcome withoutIpvs(OwningChange change) {
    return change.isEnd()
        ? new Outcome.AlreadySo(change)
        : Outcomes.refused(change, Missing.IP_VS.name(), Missing.IP_VS.message());
  }
}
