package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.ledger.Claim;
import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.GenericFamily.Absent;
import dev.lvs.agent.netlink.GenericFamily.Present;
import dev.lvs.agent.netlink.ipvs.Ipvs;
import dev.lvs.agent.netlink.ipvs.IpvsRequests;
import dev.lvs.agent.object.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The netlink family IPVS of one kernel, which may have none. */
public final class IpvsFamily {
  private final Exchange exchange;
  private Optional<IpvsRequests> requests = Optional.empty();

  public IpvsFamily(Exchange exchange) {
    this.exchange = exchange;
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
      List<? extends Change> changes,
      Verdicts verdicts,
      Function<IpvsRequests, Commands> commands) {
    Optional<IpvsRequests> ipvs = requests();
    if (ipvs.isEmpty()) {
      return changes.stream().map(IpvsFamily::withoutIpvs).toList();
    }
    List<Answer> answers = exchange.execute(commands.apply(ipvs.get()));
    List<Outcome> outcomes = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      outcomes.add(verdicts.of(changes.get(i), answers.get(i)));
    }
    return outcomes;
  }

  private static Outcome withoutIpvs(Change change) {
    return Claim.isEndedBy(change)
        ? new Outcome.AlreadySo(change)
        : Verdicts.refused(change, Missing.IP_VS.name(), Missing.IP_VS.message());
  }
}
