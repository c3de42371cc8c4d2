package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Answers;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The hashing schedulers when real servers leave, and what their flags change. */
@Tag("kernel")
class MaglevIT {

  private static final String SH = "10.1.210.58:8008";
  private static final String MH = "10.1.210.58:8011";
  private static final String SH_WITH_FLAGS = "10.1.210.58:8015";
  private static final String MH_WITH_FLAGS = "10.1.210.58:8016";

  private static final List<String> CLIENTS =
      IntStream.range(101, 161).mapToObj(last -> "10.1.210." + last).toList();

  @AutoClose private final Scenario schedulers = new Scenario(Topology.nat(3), "schedulers");

  @Test
  @Row({"scheduler-mh", "six-other-schedulers"})
  void mhMovesHardlyAClientOfTheServersThatStay() {
    List<String> mh = servers(MH);
    List<String> sh = servers(SH);

    schedulers.remove("real-servers.yaml", "web-2");

    int movedByMh = moved(mh, servers(MH));
    int movedBySh = moved(sh, servers(SH));
    assertThat(mh).contains("web-1", "web-2", "web-3");
    assertThat(movedByMh).isLessThanOrEqualTo(CLIENTS.size() / 10);
    assertThat(movedBySh).isGreaterThan(2 * movedByMh);
  }

  @Test
  @Row({"scheduler-flags-sh", "scheduler-flags-mh"})
  void thePortFlagSpreadsTheConnectionsOfOneClient() {
    assertThat(schedulers.client().get(SH, 12).counts()).hasSize(1);
    assertThat(schedulers.client().get(MH, 12).counts()).hasSize(1);

    assertThat(schedulers.client().get(SH_WITH_FLAGS, 24).counts()).hasSizeGreaterThan(1);
    assertThat(schedulers.client().get(MH_WITH_FLAGS, 24).counts()).hasSizeGreaterThan(1);
  }

  @Test
  @Row({"scheduler-flags-sh", "scheduler-flags-mh"})
  void theFallbackFlagServesTheClientsOfAServerOfWeightZero() {
    schedulers.edit("real-servers.yaml", "weight: 3", "weight: 0");

    assertThat(schedulers.client().getFromEach(CLIENTS, SH).of("REFUSED")).isPositive();
    // the plan gives it no part of the clients of mh
    assertThat(schedulers.client().getFromEach(CLIENTS, MH).areComplete()).isTrue();
    assertThat(schedulers.client().getFromEach(CLIENTS, SH_WITH_FLAGS).areComplete()).isTrue();
    assertThat(schedulers.client().getFromEach(CLIENTS, MH_WITH_FLAGS).areComplete()).isTrue();
  }

  @Test
  @Row({"scheduler-flags-sh", "scheduler-flags-mh", "scheduler-flags-by-number"})
  void flagsByNumberAreTheSameFlags() {
    schedulers.edit("virtual-services.yaml", "[sh-port, sh-fallback]", "[flag-2]");
    schedulers.edit("virtual-services.yaml", "[mh-port, mh-fallback]", "[flag-1, flag-2]");
    schedulers.edit(
        "virtual-services.yaml",
        "scheduler: wlc\n",
        "scheduler: wlc\n  schedulerFlags: [flag-3]\n");

    assertThat(schedulers.director().witness())
        .contains(
            "-A -t 10.1.210.58:8015 -s sh -b sh-port",
            "-A -t 10.1.210.58:8016 -s mh -b mh-fallback,mh-port",
            "-A -t 10.1.210.58:8004 -s wlc -b flag-3");
  }

  /** Returns who serves each of the clients. */
  private List<String> servers(String target) {
    Answers answers = schedulers.client().getFromEach(CLIENTS, target);
    return answers.all().stream().map(answer -> answer.word()).toList();
  }

  /** Returns how many clients of the other servers were moved when web-2 went. */
  private static int moved(List<String> before, List<String> after) {
    return (int)
        IntStream.range(0, before.size())
            .filter(client -> !before.get(client).equals("web-2"))
            .filter(client -> !before.get(client).equals(after.get(client)))
            .count();
  }
}
