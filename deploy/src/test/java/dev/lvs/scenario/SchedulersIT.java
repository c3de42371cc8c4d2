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

/**
 * Every scheduler by its distribution over real requests to three real servers of weight 1, 2, 3.
 * Each has a trait that the others in its group lack; they are each other's controls.
 */
@Tag("kernel")
class SchedulersIT {

  private static final String RR = "10.1.210.58:8001";
  private static final String WRR = "10.1.210.58:8002";
  private static final String LC = "10.1.210.58:8003";
  private static final String WLC = "10.1.210.58:8004";
  private static final String LBLC = "10.1.210.58:8005";
  private static final String LBLCR = "10.1.210.58:8006";
  private static final String DH = "10.1.210.58:8007";
  private static final String SH = "10.1.210.58:8008";
  private static final String FO = "10.1.210.58:8009";
  private static final String OVF = "10.1.210.58:8010";
  private static final String SED = "10.1.210.58:8012";
  private static final String NQ = "10.1.210.58:8013";
  private static final String TWOS = "10.1.210.58:8014";

  private static final List<String> SIXTY_CLIENTS =
      IntStream.range(101, 161).mapToObj(last -> "10.1.210." + last).toList();

  @AutoClose private final Scenario schedulers = new Scenario(Topology.nat(3), "schedulers");

  @Test
  @Row({"scheduler-rr", "scheduler-wrr", "guide-eight-schedulers"})
  void rrTakesTurnsAndWrrTakesThemByWeight() {
    assertThat(schedulers.client().get(RR, 12)).hasToString("web-1=4 web-2=4 web-3=4");
    assertThat(schedulers.client().get(WRR, 12)).hasToString("web-1=2 web-2=4 web-3=6");
  }

  @Test
  @Row({"schedulers-lc-wlc", "guide-eight-schedulers"})
  void lcEvensOutOpenConnectionsAndWlcDoesByWeight() {
    assertThat(held(LC, 12)).hasToString("web-1=4 web-2=4 web-3=4");
    assertThat(held(WLC, 12)).hasToString("web-1=2 web-2=4 web-3=6");
  }

  @Test
  @Row({"schedulers-lblc-lblcr", "guide-eight-schedulers"})
  void lblcKeepsADestinationOnOneServerUntilThatIsOverloaded() {
    Answers few = schedulers.client().get(LBLC, 1);
    Answers many = held(LBLC, 24);

    assertThat(few.counts()).hasSize(1);
    assertThat(many.counts()).hasSizeGreaterThan(1);
    assertThat(many).isNotEqualTo(held(WLC, 24));
  }

  @Test
  @Row({"schedulers-lblc-lblcr", "guide-eight-schedulers"})
  void lblcrSpreadsAnOverloadedDestinationOverASetOfServers() {
    Answers few = schedulers.client().get(LBLCR, 1);
    Answers many = held(LBLCR, 24);

    assertThat(few.counts()).hasSize(1);
    assertThat(many.counts()).hasSize(3);
  }

  @Test
  @Row({"scheduler-dh", "guide-eight-schedulers"})
  void dhHashesTheVipSoThatAllClientsMeetOnOneServer() {
    Answers answers = schedulers.client().getFromEach(SIXTY_CLIENTS, DH);

    assertThat(answers.counts()).hasSize(1);
  }

  @Test
  @Row({"scheduler-sh", "guide-eight-schedulers"})
  void shHashesTheClientWhoThereforeStays() {
    Answers one = schedulers.client().get(SH, 12);
    Answers all = schedulers.client().getFromEach(SIXTY_CLIENTS, SH);
    Answers again = schedulers.client().getFromEach(SIXTY_CLIENTS, SH);

    assertThat(one.counts()).hasSize(1);
    assertThat(all.counts()).hasSize(3);
    assertThat(all.of("web-3")).isGreaterThan(all.of("web-1"));
    assertThat(words(again)).isEqualTo(words(all));
    assertThat(words(schedulers.client().getFromEach(SIXTY_CLIENTS, RR))).isNotEqualTo(words(all));
  }

  @Test
  @Row({"schedulers-fo-ovf", "six-other-schedulers"})
  void foSendsAllToTheHighestWeightUntilThatHasNone() {
    assertThat(schedulers.client().getFromEach(SIXTY_CLIENTS.subList(0, 6), FO))
        .hasToString("web-3=6");

    schedulers.edit("real-servers.yaml", "weight: 3", "weight: 0");

    assertThat(schedulers.client().get(FO, 6)).hasToString("web-2=6");
  }

  @Test
  @Row({"schedulers-fo-ovf", "six-other-schedulers"})
  void ovfFillsServersBeyondTheirWeightAndThenTheNext() {
    // a server is left when it has more open connections than its weight
    try (var held = schedulers.client().hold(OVF, 10)) {
      assertThat(String.join(" ", words(held.answers())))
          .isEqualTo("web-3 web-3 web-3 web-3 web-2 web-2 web-2 web-1 web-1 REFUSED");
    }
  }

  @Test
  @Row({"schedulers-sed-nq", "six-other-schedulers"})
  void sedPrefersTheFastAndNqTheIdle() {
    assertThat(held(SED, 3)).hasToString("web-2=1 web-3=2");
    assertThat(held(NQ, 3)).hasToString("web-1=1 web-2=1 web-3=1");
    assertThat(held(SED, 12)).hasToString("web-1=2 web-2=4 web-3=6");
  }

  @Test
  @Row({"scheduler-twos", "six-other-schedulers"})
  void twosDrawsTwoByWeightAndTakesTheLessLoaded() {
    Answers drawn = held(TWOS, 36);
    Answers again = held(TWOS, 36);

    assertThat(drawn.areComplete()).isTrue();
    assertThat(drawn.counts()).hasSize(3);
    assertThat(drawn.of("web-3")).isGreaterThan(drawn.of("web-1"));
    assertThat(words(again)).isNotEqualTo(words(drawn));
  }

  @Test
  @Row({"guide-eight-schedulers", "six-other-schedulers"})
  void theKernelHoldsEachUnderItsName() {
    assertThat(schedulers.director().witness())
        .filteredOn(line -> line.startsWith("-A"))
        .containsExactly(
            "-A -t 10.1.210.58:8001 -s rr",
            "-A -t 10.1.210.58:8002 -s wrr",
            "-A -t 10.1.210.58:8003 -s lc",
            "-A -t 10.1.210.58:8004 -s wlc",
            "-A -t 10.1.210.58:8005 -s lblc",
            "-A -t 10.1.210.58:8006 -s lblcr",
            "-A -t 10.1.210.58:8007 -s dh",
            "-A -t 10.1.210.58:8008 -s sh",
            "-A -t 10.1.210.58:8009 -s fo",
            "-A -t 10.1.210.58:8010 -s ovf",
            "-A -t 10.1.210.58:8011 -s mh",
            "-A -t 10.1.210.58:8012 -s sed",
            "-A -t 10.1.210.58:8013 -s nq",
            "-A -t 10.1.210.58:8014 -s twos",
            "-A -t 10.1.210.58:8015 -s sh -b sh-fallback,sh-port",
            "-A -t 10.1.210.58:8016 -s mh -b mh-fallback,mh-port");
  }

  private Answers held(String target, int connections) {
    try (var held = schedulers.client().hold(target, connections)) {
      return held.answers();
    }
  }

  private static List<String> words(Answers answers) {
    return answers.all().stream().map(answer -> answer.word()).toList();
  }
}
