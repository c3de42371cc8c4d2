package dev.lvs.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status that a node reports after a round, or when there can be none. */
class StatusReportTest {
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");

  private final InstantSource clock = () -> now;
  private final StatusReport report = new StatusReport(clock.withZone(ZoneOffset.UTC), "1.0");

  @Test
  void aRoundThatDidAllIsProgrammed() {
    NodePlanStatus status = of(new SampleRound(2).applying(0).applying(1).of(7));

    assertThat(status.observedGeneration()).isEqualTo(7);
    assertThat(status.agentVersion()).isEqualTo("1.0");
    assertThat(status.roles()).isEqualTo("Director");
    assertThat(status.services()).isEqualTo(2);
    assertThat(status.destinations()).isEqualTo(4);
    assertThat(status.lastChange()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(status.holdsAll()).isTrue();
    assertThat(said(status)).containsExactly("Programmed=True Programmed", "Ready=True Ready");
  }

  @Test
  void theSameAgainIsEqualHoweverLateItIs() {
    NodePlanStatus once = of(new SampleRound(2).refusing(0, "ENOENT"));
    now = now.plus(Duration.ofDays(1));

    assertThat(of(new SampleRound(2).refusing(0, "ENOENT"))).isEqualTo(once);
  }

  @Test
  void aConditionKeepsItsTimeWhileItIsAsTrue() {
    of(new SampleRound(1).refusing(0, "ENOENT"));
    now = now.plus(Duration.ofHours(1));
    NodePlanStatus other = of(new SampleRound(1).refusing(0, "EPERM"));
    NodePlanStatus well = of(new SampleRound(1));

    assertThat(condition(other, "Programmed").getLastTransitionTime())
        .isEqualTo("2026-01-01T12:00:00Z");
    assertThat(condition(well, "Programmed").getLastTransitionTime())
        .isEqualTo("2026-01-01T13:00:00Z");
  }

  @Test
  void aRefusalIsSaidOfItsResource() {
    NodePlanStatus status = of(new SampleRound(3).refusing(1, "ENOENT").refusing(2, "ENOENT"));

    assertThat(condition(status, "Programmed").getReason()).isEqualTo("NotAll");
    assertThat(condition(status, "Programmed").getMessage())
        .isEqualTo("VirtualService shop/s1: cannot add it: ENOENT And 1 more, see status.report.");
    assertThat(status.entries()).hasSize(2);
    assertThat(status.holdsAll()).isFalse();
  }

  /** What was not answered is not known, and the generation is not carried out. */
  @Test
  void aLostAnswerIsUnknownUntilTheNextRound() {
    of(new SampleRound(1).of(1));

    NodePlanStatus lost = of(new SampleRound(1).losing(0).of(2));
    NodePlanStatus next = of(new SampleRound(1).of(2));

    assertThat(lost.observedGeneration()).isEqualTo(1);
    assertThat(said(lost)).startsWith("Programmed=Unknown AnswerLost");
    assertThat(next.observedGeneration()).isEqualTo(2);
    assertThat(said(next)).startsWith("Programmed=True Programmed");
  }

  @Test
  void aLackIsSaidWithItsRemedy() {
    NodePlanStatus module = of(new SampleRound(1).lacking(Missing.NF_TABLES));
    NodePlanStatus right =
        of(new SampleRound(1).lacking(Missing.CAP_NET_RAW).lacking(Missing.NF_TABLES));

    assertThat(said(module)).contains("Ready=False ModuleMissing");
    assertThat(said(right)).contains("Ready=False CapabilityMissing");
    assertThat(condition(right, "Ready").getMessage()).contains("NET_RAW", "; and ");
    assertThat(Optional.ofNullable(right.kernel()).orElseThrow().missing())
        .containsExactly("CAP_NET_RAW", "nf_tables");
  }

  @Test
  void mistakesInManifestsAreSaidWithTheFirst() {
    NodePlanStatus one = of(new SampleRound(1).withProblem("web.yaml: no such field."));
    NodePlanStatus more =
        of(new SampleRound(1).withProblem("web.yaml: no such field.").withProblem("api.yaml."));

    assertThat(said(one)).contains("Accepted=False ManifestsWrong");
    assertThat(condition(one, "Accepted").getMessage()).isEqualTo("web.yaml: no such field.");
    assertThat(condition(more, "Accepted").getMessage()).endsWith(" And 1 more, see the log.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 51, 5_000})
  void foreignThingsAreListedUpToACap(int many) {
    SampleRound round = new SampleRound(1);
    for (int i = 0; i < many; i++) {
      round.finding(new Foreign.Address(new Vip(IpAddress.ipv4(0x0a000000 + i), "eth0")));
    }

    NodePlanStatus status = of(round);

    assertThat(status.foreign()).hasSize(Math.min(many, 51));
    if (many > 50) {
      assertThat(status.foreign().getLast())
          .isEqualTo("And " + (many - 50) + " more, see the agent's log.");
    }
    assertThat(status.holdsAll()).as("nothing is concluded from them").isTrue();
  }

  @Test
  void whatIsToBeKnownOfTheMemoryComesFirst() {
    report.note(List.of("The ledger was lost."));

    assertThat(of(new SampleRound(1)).foreign()).containsExactly("The ledger was lost.");
  }

  /** The plan before stays in force, and so does what was said of it. */
  @Test
  void aPlanThatCannotBeReadChangesNothingElse() {
    NodePlanStatus before = of(new SampleRound(2).refusing(0, "ENOENT").of(4));

    NodePlanStatus status = report.unreadable(new Unreadable(5, "It is too new."));

    assertThat(said(status)).containsExactly("Programmed=False UnreadablePlan", "Ready=True Ready");
    assertThat(status.observedGeneration()).isEqualTo(4);
    assertThat(status.report()).isEqualTo(before.report());
    assertThat(condition(status, "Programmed").getObservedGeneration()).isEqualTo(5);
  }

  @Test
  void aRoundWithANewerPlanThatCannotBeReadSaysThat() {
    NodePlanStatus status =
        report.of(
            new SampleRound(1).findings(),
            Measured.NOTHING,
            Optional.of(new Unreadable(5, "It is too new.")));

    assertThat(said(status)).startsWith("Programmed=False UnreadablePlan");
  }

  @Test
  void aBrokenWayToTheKernelIsUnknownAndNotGood() {
    of(new SampleRound(1));

    NodePlanStatus status = report.broken("KernelUnreachable", "netlink: EIO");

    assertThat(said(status))
        .containsExactly("Programmed=Unknown KernelUnreachable", "Ready=False KernelUnreachable");
  }

  @Test
  void aNodeThatCanDoNothingIsNotProgrammed() {
    NodePlanStatus status = report.unfit(List.of(Missing.CAP_NET_ADMIN));

    assertThat(said(status))
        .containsExactly("Programmed=False CapabilityMissing", "Ready=False CapabilityMissing");
    assertThat(status.observedGeneration()).isNull();
  }

  /** It is no lack: the kernel holds the plan, and another director answers. */
  @Test
  void leasesThatAreLeftToOthersAreSaidWithTheReason() {
    Measured measured =
        new Measured(
            List.of(),
            Health.NONE,
            List.of(),
            Map.of("lvs-b-0", "the node is cordoned", "lvs-a-0", "interface eth1 is down"),
            List.of());

    NodePlanStatus status = report.of(new SampleRound(1).findings(), measured, Optional.empty());
    NodePlanStatus refused =
        report.of(new SampleRound(1).refusing(0, "EPERM").findings(), measured, Optional.empty());

    assertThat(said(status)).startsWith("Programmed=True Programmed");
    assertThat(condition(status, "Programmed").getMessage())
        .startsWith(
            "The kernel holds what the plan says. Lease lvs-a-0 is left to other directors:"
                + " interface eth1 is down. Lease lvs-b-0 is left to other directors: the node is"
                + " cordoned.");
    assertThat(condition(refused, "Programmed").getMessage())
        .startsWith("VirtualService shop/s0: ")
        .endsWith("Lease lvs-b-0 is left to other directors: the node is cordoned.");
  }

  /** The plan is carried out: the node holds more than that. */
  @Test
  void hiddenVipsThatAreKeptForConnectionsAreSaidBesideThePlan() {
    LingeringVip vip =
        new LingeringVip(IpAddress.parse("192.0.2.10"), "lo", 4, "2026-01-01T12:15:01Z");
    Measured measured = new Measured(List.of(), Health.NONE, List.of(), Map.of(), List.of(vip));

    NodePlanStatus status = report.of(new SampleRound(1).findings(), measured, Optional.empty());

    assertThat(said(status)).startsWith("Programmed=True Programmed");
    assertThat(status.lingers()).isTrue();
    assertThat(status.report()).extracting(PlanReport::lingering).isEqualTo(List.of(vip));
    assertThat(of(new SampleRound(1)).lingers()).isFalse();
  }

  private NodePlanStatus of(SampleRound round) {
    return report.of(round.findings(), Measured.NOTHING, Optional.empty());
  }

  private static List<String> said(NodePlanStatus status) {
    return status.conditions().stream()
        .map(it -> it.getType() + "=" + it.getStatus() + " " + it.getReason())
        .toList();
  }

  private static Condition condition(NodePlanStatus status, String type) {
    return status.conditions().stream()
        .filter(it -> it.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
