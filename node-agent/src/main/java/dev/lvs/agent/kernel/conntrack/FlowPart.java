package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.model.Flow;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.conntrack.FlowEntry;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Nothing;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The conntrack of one kernel, which is dumped once for all changes of a family. */
final class FlowPart implements KernelPart<Nothing> {
  private final Netfilter netfilter;
  private final Flows flows;

  FlowPart(Netfilter netfilter) {
    this.netfilter = netfilter;
    this.flows = new Flows(netfilter);
  }

  @Override
  public Nothing observe(Asked asked) {
    return Nothing.NOTHING;
  }

  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    List<ForgetFlows> all = KernelPart.all(ForgetFlows.class, changes);
    Map<AddressFamily, Answer> read = new EnumMap<>(AddressFamily.class);
    Map<ForgetFlows, List<Flow>> found = new LinkedHashMap<>();
    all.stream()
        .map(one -> one.ports().vip().family())
        .distinct()
        .forEach(family -> read.put(family, find(all, family, found)));
    return all.stream()
        .map(
            one -> {
              Answer answer = read.getOrDefault(one.ports().vip().family(), Answer.ACCEPTED);
              return answer.equals(Answer.ACCEPTED)
                  ? delete(one, found.getOrDefault(one, List.of()))
                  : Outcomes.of(one, answer);
            })
        .toList();
  }

  private Answer find(
      List<ForgetFlows> all, AddressFamily family, Map<ForgetFlows, List<Flow>> found) {
    return flows.answer(
        family,
        () -> found.keySet().removeIf(one -> one.ports().vip().family() == family),
        flow ->
            all.stream()
                .filter(one -> isAbout(one, flow))
                .forEach(one -> found.computeIfAbsent(one, _ -> new ArrayList<>()).add(flow)));
  }

  private static boolean isAbout(ForgetFlows change, Flow flow) {
    return flow.protocol().equals(change.ports().protocol())
        && flow.original().destination().equals(change.ports().vip())
        && change.ports().first() <= flow.original().destinationPort()
        && flow.original().destinationPort() <= change.ports().last()
        && flow.reply().source().equals(change.server().address())
        && (change.server().port() == 0 || flow.reply().sourcePort() == change.server().port());
  }

  private Outcome delete(ForgetFlows change, List<Flow> those) {
    Optional<Exchange> exchange = netfilter.exchange();
    if (those.isEmpty() || exchange.isEmpty()) {
      return new Outcome.AlreadySo(change);
    }
    List<Answer> answers = exchange.get().execute(those.stream().map(FlowEntry::delete).toList());
    return answers.stream()
        .filter(answer -> !answer.equals(Answer.ACCEPTED) && !isGone(answer))
        .findFirst()
        .map(answer -> Outcomes.of(change, answer))
        .orElseGet(() -> new Outcome.Applied(change));
  }

  /** Returns whether a flow ended by itself. */
  private static boolean isGone(Answer answer) {
    return answer instanceof Answer.Refused(var errno, var _) && errno.equals(Errno.ENOENT);
  }
}
