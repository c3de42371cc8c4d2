package dev.lvs.agent.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.lease.ApiOutage;
import dev.lvs.agent.lease.Circumstances;
import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseEngine;
import dev.lvs.agent.lease.LeaseEvent;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseState;
import dev.lvs.agent.lease.LeaseStep;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.agent.lease.Timing;
import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Group of a node in words, by the state of the lease engine. */
class GroupSightTest {
  private static final LeaseHolder.Director SELF = new LeaseHolder.Director("edge-1", "0a1b2c3d");
  private static final LeaseHolder.Director OTHER = new LeaseHolder.Director("edge-2", "0a1b2c3d");
  private static final Circumstances FIT =
      new Circumstances(Optional.empty(), 0, Timing.STANDARD, ApiOutage.HOLD, Optional.empty());

  private final LeaseEngine engine = new LeaseEngine(SELF);
  private Instant now = Instant.EPOCH;
  private LeaseState state = LeaseState.start(FIT, now);
  private List<LeaseAct> acts = List.of();
  private List<AnsweringStation> heard = List.of();
  private int versions;

  @Test
  void asksBeforeItKnowsTheLease() {
    event(new LeaseEvent.Tick());
    // no agent before this one has left a token
    event(new LeaseEvent.Lapsed());

    assertThat(sight().standing()).isEqualTo(GroupStanding.ASKING);
    assertThat(sight().holder()).isEmpty();
    assertThat(sight().why()).contains("the API server has not answered what the Lease says");
  }

  @Test
  void waitsWhileAnotherHasTheLease() {
    found(OTHER);

    assertThat(sight().standing()).isEqualTo(GroupStanding.WAITING);
    assertThat(sight().holder()).contains("edge-2/0a1b2c3d");
    assertThat(sight().why()).contains("edge-2 has it");
    assertThat(sight().until()).contains(now.plusSeconds(6));
  }

  @Test
  void isTheHolderAfterItsWriteWasDone() {
    hold();

    assertThat(sight().standing()).isEqualTo(GroupStanding.HOLDER);
    assertThat(sight().why()).isEmpty();
    assertThat(sight().until()).contains(now.plus(Timing.STANDARD.fence()));
  }

  /** The API server is away: it goes on by its token, and says so. */
  @Test
  void saysThatItHoldsWithoutTheApiServer() {
    hold();
    for (int second = 0; second < 8; second++) {
      now = now.plusSeconds(1);
      event(new LeaseEvent.Tick());
    }

    assertThat(sight().standing()).isEqualTo(GroupStanding.HOLDER_WITHOUT_API);
    assertThat(Duration.between(sight().renewed(), now)).isEqualTo(Duration.ofSeconds(8));
    assertThat(sight().why().orElse("")).contains("confirms no renewal");
  }

  @Test
  void isFencedWhileItCannotServe() {
    found(OTHER);
    event(
        new LeaseEvent.Told(
            Circumstances.notReady("interface eth1 is down", Timing.STANDARD, ApiOutage.HOLD)));

    assertThat(sight().standing()).isEqualTo(GroupStanding.FENCED);
    assertThat(sight().why()).contains("interface eth1 is down");
  }

  @Test
  void leavesAGroupThatThePlanHasNoMore() {
    found(OTHER);

    assertThat(GroupSight.of("lvs-edge-0", state, SELF, false, now, List.of(), now).standing())
        .isEqualTo(GroupStanding.LEAVING);
  }

  /** Who answered is of matter while this node has the VIPs, or is kept from taking them. */
  @Test
  void namesStationsThatAnswerTooWhereThatIsOfMatter() {
    AnsweringStation station =
        new AnsweringStation(IpAddress.parse("192.0.2.1"), "02:00:00:00:00:09");
    heard = List.of(station);

    found(OTHER);
    assertThat(sight().stations()).isEmpty();

    now = now.plusSeconds(7);
    event(new LeaseEvent.Tick());
    reply(new LeaseReply.Answered(station.mac()));
    assertThat(sight().stations()).containsExactly(station);
    assertThat(sight().why()).contains("station 02:00:00:00:00:09 answers for its VIPs");

    now = now.plusSeconds(7);
    event(new LeaseEvent.Tick());
    reply(new LeaseReply.Silent());
    reply(new LeaseReply.Written(version(SELF)));
    assertThat(sight().standing()).isEqualTo(GroupStanding.HOLDER);
    assertThat(sight().stations()).containsExactly(station);
    assertThat(sight().why()).contains("station 02:00:00:00:00:09 answers for 192.0.2.1 too");
    heard = List.of();
    assertThat(sight().why()).isEmpty();
  }

  private void hold() {
    found(new LeaseHolder.Free(Optional.empty()));
    reply(new LeaseReply.Written(version(SELF)));
  }

  private void found(LeaseHolder holder) {
    event(new LeaseEvent.Tick());
    reply(new LeaseReply.Found(Optional.of(version(holder))));
  }

  private LeaseVersion version(LeaseHolder holder) {
    versions++;
    return new LeaseVersion(
        "uid", "" + versions, holder, Duration.ofSeconds(6), versions, "time " + versions);
  }

  private void reply(LeaseReply reply) {
    long request =
        acts.stream()
            .mapToLong(
                act ->
                    switch (act) {
                      case LeaseAct.Read(long number) -> number;
                      case LeaseAct.Probe(long number) -> number;
                      case LeaseAct.Put put -> put.request();
                      default -> 0;
                    })
            .max()
            .orElseThrow();
    event(new LeaseEvent.Replied(request, reply));
  }

  private void event(LeaseEvent event) {
    LeaseStep step = engine.step(state, event, now);
    state = step.state();
    acts = step.acts();
  }

  private GroupSight sight() {
    return GroupSight.of("lvs-edge-0", state, SELF, true, now, heard, now);
  }
}
