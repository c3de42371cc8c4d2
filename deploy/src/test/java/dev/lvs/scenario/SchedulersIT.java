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

  private static final List<String> SIXTY_CLIENTS =
      IntStream.range(101, 161).mapToObj(last -> "10.1.210." + last).toList();

  @AutoClose private final Scenario schedulers = new Scenario(Topology.nat(3), "schedulers");

  @Test
  @Row({"2a-8", "2a-9", "2f-2a"})
  void rrTakesTurnsAndWrrTakesThemByWeight() {
    assertThat(schedulers.client().get(RR, 12)).hasToString("web-1=4 web-2=4 web-3=4");
    assertThat(schedulers.client().get(WRR, 12)).hasToString("web-1=2 web-2=4 web-3=6");
  }

  @Test
  @Row({"2a-10", "2f-2a"})
  void lcEvensOutOpenConnectionsAndWlcDoesByWeight() {
    assertThat(held(LC, 12)).hasToString("web-1=4 web-2=4 web-3=4");
    assertThat(held(WLC, 12)).hasToString("web-1=2 web-2=4 web-3=6");
  }

  @Test
  @Row({"2a-11", "2f-2a"})
  void lblcKeepsADestinationOnOneServerUntilThatIsOverloaded() {
    Answers few = schedulers.client().get(LBLC, 1);
    Answers many = held(LBLC, 24);

    assertThat(few.counts()).hasSize(1);
    assertThat(many.counts()).hasSizeGreaterThan(1);
    assertThat(many).isNotEqualTo(held(WLC, 24));
  }

  @Test
  @Row({"2a-11", "2f-2a"})
  void lblcrSpreadsAnOverloadedDestinationOverASetOfServers() {
    Answers few = schedulers.client().get(LBLCR, 1);
    Answers many = held(LBLCR, 24);

    assertThat(few.counts()).hasSize(1);
    assertThat(many.counts()).hasSize(3);
  }

  @Test
  @Row({"2a-12", "2f-2a"})
  void dhHashesTheVipSoThatAllClientsMeetOnOneServer() {
    Answers answers = schedulers.client().getFromEach(SIXTY_CLIENTS, DH);

    assertThat(answers.counts()).hasSize(1);
  }

  @Test
  @Row({"2a-13", "2f-2a"})
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
            "-A -t 10.1.210.58:8008 -s sh");
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
