package dev.lvs.agent.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.bgp.BgpSight.State;
import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.model.BgpSession;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups by BGP as the kernel shows them, whatever a round said. */
class BgpWatchTest {
  private static final IpAddress ONE = IpAddress.parse("203.0.113.1");
  private static final IpAddress TWO = IpAddress.parse("2001:db8::2");
  private static final String LOST = "its services have lost their quorum here";

  private final FakeKernel kernel = new FakeKernel();
  private final Exchange route = new Exchange(kernel.route());
  private BgpSession session = BgpSession.ESTABLISHED;
  private Instant now = Instant.parse("2026-01-01T00:00:00.5Z");
  private boolean broken;
  private final BgpWatch watch = new BgpWatch(this::open, () -> session, () -> now);

  private Exchange open() {
    if (broken) {
      throw new TransportException("no socket");
    }
    return new Exchange(kernel.route());
  }

  @BeforeEach
  void begin() {
    execute(RouteRequests.newDummy(DummyDevice.BGP));
    follow(Map.of(ONE, "", TWO, ""));
  }

  @AfterEach
  void close() {
    watch.close();
    route.close();
  }

  @Test
  void knowsNothingBeforeARound() {
    BgpWatch fresh = new BgpWatch(this::open, () -> session, () -> now);
    assertThat(fresh.look()).isEmpty();

    fresh.follow(new BgpView(new TreeMap<>()));
    assertThat(fresh.look()).hasValueSatisfying(sights -> assertThat(sights).isEmpty());
  }

  @Test
  void whatIsOnTheDeviceIsAnnouncedForItsLifetime() {
    add(ONE, 10);
    add(TWO, 5);

    BgpSight sight = sight();

    assertThat(sight.group()).isEqualTo("edge");
    assertThat(sight.state()).isEqualTo(State.ANNOUNCED);
    assertThat(sight.left()).contains(Duration.ofSeconds(4));
    assertThat(sight.since()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(sight.why()).isEmpty();
  }

  @Test
  void withoutASessionNoRouterLearnsOfIt() {
    add(ONE, 10);
    add(TWO, 10);

    session = BgpSession.NONE;
    assertThat(sight().state()).isEqualTo(State.NO_SESSION);
    assertThat(sight().why().orElseThrow()).startsWith("no BGP session is established here");

    session = BgpSession.UNKNOWN;
    assertThat(sight().state()).isEqualTo(State.UNKNOWN);
    assertThat(sight().why().orElseThrow()).contains("cannot be seen");
  }

  @Test
  void aRoundSaysWhyNoneIsThere() {
    follow(Map.of(ONE, LOST, TWO, LOST));

    assertThat(sight().state()).isEqualTo(State.WITHDRAWN);
    assertThat(sight().left()).isEmpty();
    assertThat(sight().why()).contains(LOST);
  }

  /** Whatever a round said: somebody may have removed it since. */
  @Test
  void whatIsNotThereIsNotAnnounced() {
    assertThat(sight().state()).isEqualTo(State.WITHDRAWN);
    assertThat(sight().why()).contains("it is not on lvs-bgp, or that is down");
  }

  @Test
  void namesWhatIsMissingOfAGroup() {
    follow(Map.of(ONE, "", TWO, LOST));
    add(ONE, 10);

    assertThat(sight().state()).isEqualTo(State.ANNOUNCED);
    assertThat(sight().why()).contains(LOST + ": 2001:db8::2");
  }

  @Test
  void saysWhatWouldOutliveTheAgent() {
    follow(Map.of(ONE, ""));
    execute(RouteRequests.newAddress(InterfaceAddress.ofHost(device(), ONE)));

    assertThat(sight().state()).isEqualTo(State.ANNOUNCED);
    assertThat(sight().left()).isEmpty();
    assertThat(sight().why().orElseThrow()).contains("without a lifetime", "203.0.113.1");
  }

  @Test
  void aDeviceThatIsDownAnnouncesNothing() {
    add(ONE, 10);
    execute(RouteRequests.setDown(device()));

    assertThat(sight().state()).isEqualTo(State.WITHDRAWN);
  }

  @Test
  void whatCannotBeReadIsNotKnown() {
    add(ONE, 10);
    broken = true;
    assertThat(sight().state()).isEqualTo(State.UNKNOWN);
    assertThat(sight().why().orElseThrow()).contains("no socket");

    broken = false;
    assertThat(sight().state()).isEqualTo(State.ANNOUNCED);
  }

  @Test
  void theTimeIsThatOfTheLastChange() {
    assertThat(sight().since()).isEqualTo("2026-01-01T00:00:00Z");

    now = now.plusSeconds(60);
    assertThat(sight().since()).isEqualTo("2026-01-01T00:00:00Z");

    add(ONE, 10);
    assertThat(sight().since()).isEqualTo("2026-01-01T00:01:00Z");
  }

  private BgpSight sight() {
    return watch.look().orElseThrow().getFirst();
  }

  private void follow(Map<IpAddress, String> vips) {
    watch.follow(new BgpView(new TreeMap<>(Map.of("edge", new TreeMap<>(vips)))));
  }

  private void add(IpAddress vip, long seconds) {
    execute(RouteRequests.newAddress(InterfaceAddress.ofHost(device(), vip).valid(seconds)));
  }

  private int device() {
    return Links.read(route).find(DummyDevice.BGP.name()).orElseThrow().index();
  }

  private void execute(Message message) {
    assertThat(route.execute(message)).isInstanceOf(Answer.Accepted.class);
  }
}
