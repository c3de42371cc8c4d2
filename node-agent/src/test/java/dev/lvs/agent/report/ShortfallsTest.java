package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.sysctl.SysctlChange;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shortfalls of a round behind its plan: their resource, state and reason. */
class ShortfallsTest {
  private static final Foreign ADDRESS =
      new Foreign.Address(new Vip(IpAddress.parse("192.0.2.10"), "eth0"));

  @Test
  void aRoundThatDidAllHasNone() {
    assertThat(said(new SampleRound(2).applying(0).applying(1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ENOENT             | KernelRefused       | ENOENT
          EPERM              | KernelRefused       | EPERM
          ForeignDestinations| ForeignDestinations | ForeignDestinations
          VipWithheld        | VipWithheld         | VipWithheld
          """)
  void aRefusalHasTheKernelsWordWhereItIsTheKernels(String cause, String reason, String word) {
    Shortfall one = Shortfalls.of(new SampleRound(1).refusing(0, cause).findings()).getFirst();

    assertThat(one.source()).isEqualTo(SampleRound.source(0));
    assertThat(one.state()).isEqualTo(ResourceState.NOT_PROGRAMMED);
    assertThat(one.reason()).isEqualTo(reason);
    assertThat(one.cause()).isEqualTo(word);
    assertThat(one.message()).isEqualTo("cannot add it: " + cause);
    assertThat(one.failed().change()).startsWith("ipvsadm -A -t 192.0.2.10:1");
  }

  /** What follows from another refusal is said only of whom that does not concern. */
  @Test
  void aConsequenceIsNotSaidBesideItsCause() {
    SampleRound round =
        new SampleRound(2)
            .refusing(0, Refused.PREREQUISITE)
            .refusing(0, "ENOENT")
            .refusing(1, Refused.PREREQUISITE);

    assertThat(said(round))
        .containsExactly(
            "VirtualService shop/s0 NotProgrammed KernelRefused",
            "VirtualService shop/s1 NotProgrammed PrerequisiteRefused");
  }

  @Test
  void aLostAnswerIsUnknownAndNoRefusal() {
    assertThat(said(new SampleRound(1).losing(0)))
        .containsExactly("VirtualService shop/s0 Unknown AnswerLost");
  }

  @Test
  void whatAnotherProgramKeepsUndoingIsContested() {
    Shortfall one = Shortfalls.of(new SampleRound(1).fighting(0, 23).findings()).getFirst();

    assertThat(one.state()).isEqualTo(ResourceState.CONTESTED);
    assertThat(one.reason()).isEqualTo("Fight");
    assertThat(one.numbers().orElseThrow().repairs()).isEqualTo(20);
    assertThat(one.message()).contains("at least 20 times", "every 10 s");
  }

  @Test
  void whatSomebodyElsePutThereIsSaidOfTheServiceAlone() {
    SampleRound round =
        new SampleRound(3)
            .finding(new Foreign.Service(SampleRound.key(0)))
            .finding(new Foreign.Destination(SampleRound.key(1), SampleRound.server(1), true))
            .finding(new Foreign.Share(SampleRound.key(2), SampleRound.server(1), 1, 3, 5))
            .finding(ADDRESS);

    assertThat(said(round))
        .containsExactly(
            "VirtualService shop/s0 NotProgrammed NotOurs",
            "VirtualService shop/s1 NotProgrammed NotOurs",
            "VirtualService shop/s2 NotProgrammed ForeignDestinations");
    Shortfall share = Shortfalls.of(round.findings()).getLast();
    assertThat(share.numbers().orElseThrow().foreignWeight()).isEqualTo(3);
    assertThat(share.numbers().orElseThrow().totalWeight()).isEqualTo(5);
  }

  @Test
  void whatIsInNobodysWayIsNoShortfall() {
    SampleRound round =
        new SampleRound(1)
            .finding(ADDRESS)
            .finding(new Foreign.Setting("net/ipv4/ip_forward", "0"))
            .finding(new Foreign.Switch("net/ipv4/ip_forward", "1", "0", Optional.empty()))
            .finding(new Foreign.Destination(SampleRound.key(0), SampleRound.server(1), false));

    assertThat(said(round)).isEmpty();
  }

  @Test
  void whatIsForNobodyIsSaidOfThePlanItself() {
    SampleRound round =
        new SampleRound(1)
            .refusing(new SysctlChange.RestoreSysctl("net/ipv4/conf/eth9/rp_filter", "0"), "EACCES")
            .finding(new Foreign.Remainder(SampleRound.key(7), 2));

    assertThat(said(round))
        .containsExactly(
            "NodePlan edge-1 NotProgrammed ForeignDestinations",
            "NodePlan edge-1 NotProgrammed KernelRefused");
  }

  @Test
  void aVipThatIsWithheldSaysWhy() {
    Vip vip = new Vip(IpAddress.parse("192.0.2.10"), "eth0");

    assertThat(Shortfalls.of(new SampleRound(1).withholding(vip, "Nothing stands.").findings()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.reason()).isEqualTo("VipWithheld");
              assertThat(one.state()).isEqualTo(ResourceState.NOT_PROGRAMMED);
            });
  }

  /** Each service names the lack, and not one more time what follows from it. */
  @Test
  void aNodeWithoutIpvsSaysSoOfEveryService() {
    NodeFacts bare =
        new NodeFacts("6.12.0", Optional.empty(), Set.of(), List.of(), Conf.USUAL, Routing.NONE);
    SampleRound round = new SampleRound(3, bare).lacking(Missing.IP_VS);

    assertThat(said(round))
        .hasSize(3)
        .allMatch(text -> text.endsWith(" NotProgrammed NoIpvs"))
        .doesNotHaveDuplicates();
  }

  @Test
  void whatCanBeForeseenIsSaidWithoutARound() {
    Findings round =
        new SampleRound(2)
            .finding(new Foreign.Service(SampleRound.key(0)))
            .refusing(1, "ENOENT")
            .findings();

    assertThat(Shortfalls.of(round.plan(), round.desired(), round.diff()))
        .extracting(Shortfall::reason)
        .containsExactly("NotOurs");
  }

  private static List<String> said(SampleRound round) {
    return Shortfalls.of(round.findings()).stream()
        .map(one -> one.source() + " " + one.state().text() + " " + one.reason())
        .toList();
  }
}
