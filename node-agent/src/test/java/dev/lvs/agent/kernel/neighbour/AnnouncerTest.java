package dev.lvs.agent.kernel.neighbour;

import static dev.lvs.agent.kernel.Samples.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.MacAddress;
import dev.lvs.agent.netlink.route.Rtnetlink;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final int UP = Rtnetlink.IFF_UP | Rtnetlink.IFF_RUNNING;

  /** The lower byte of it in a frame. */
  private static final int OPERATION = 21;

  private final BlockingQueue<Integer> sentOn = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> replies = new LinkedBlockingQueue<>();

  @Test
  void announcesAtOnceAndTwiceMore() throws InterruptedException {
    try (Announcer announcer = announcer(Duration.ofMillis(1), Duration.ofMillis(2))) {
      announcer.announce(VIP, ethernet(UP));

      assertThat(sentOn.poll()).isEqualTo(2);
      assertThat(sentOn.poll(1, TimeUnit.MINUTES)).isEqualTo(2);
      assertThat(sentOn.poll(1, TimeUnit.MINUTES)).isEqualTo(2);
      for (int i = 0; i < 3; i++) {
        assertThat(replies.poll(1, TimeUnit.MINUTES)).isEqualTo(2);
      }
    }
  }

  @Test
  void saysNothingMoreOfAVipThatIsGivenUp() throws InterruptedException {
    try (Announcer announcer = announcer(Duration.ofMillis(100))) {
      announcer.announce(VIP, ethernet(UP));
      announcer.withdraw(VIP);

      assertThat(sentOn.poll()).isEqualTo(2);
      assertThat(sentOn.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void saysNothingWhereNobodyListens() {
    try (Announcer announcer = announcer(NEVER)) {
      announcer.announce(VIP, ethernet(0));
      announcer.announce(VIP, ethernet(Rtnetlink.IFF_UP));
      announcer.announce(VIP, ethernet(UP | Rtnetlink.IFF_NOARP));

      assertThat(sentOn).isEmpty();
    }
  }

  @Test
  @Row("interface-up-announces")
  void announcesAgainOnceTheInterfaceWasAway() {
    try (Announcer announcer = announcer(NEVER)) {
      announcer.announce(VIP, ethernet(0));
      assertThat(heard(announcer, ethernet(0))).as("down").isZero();
      assertThat(heard(announcer, ethernet(Rtnetlink.IFF_UP))).as("no carrier").isZero();
      assertThat(heard(announcer, ethernet(UP))).as("there").isOne();
      assertThat(heard(announcer, ethernet(UP))).as("still there").isZero();
      assertThat(heard(announcer, link(2, UP, 2, 0x2L))).as("away between two looks").isOne();
      assertThat(heard(announcer, link(2, UP, 2, 0x3L))).as("another MAC").isOne();
      assertThat(heard(announcer, link(3, UP, 2, 0x3L))).as("made anew").isOne();
      announcer.unheard(List.of(), Links.of(List.of(ethernet(UP))));
      assertThat(heard(announcer, link(3, UP, 2, 0x3L))).as("held again").isOne();
    }
  }

  private int heard(Announcer announcer, Link link) {
    sentOn.clear();
    announcer
        .unheard(List.of(VIP), Links.of(List.of(link)))
        .forEach(vip -> announcer.announce(vip, link));
    return sentOn.size();
  }

  private Announcer announcer(Duration... delays) {
    return new Announcer(
        (index, frame) -> {
          // each is said as a request, and as a reply behind it
          if (frame[OPERATION] == 1) {
            sentOn.add(index);
          } else {
            replies.add(index);
          }
        },
        List.of(delays));
  }

  private static Link ethernet(int flags) {
    return link(2, flags, 0, 0x2L);
  }

  private static Link link(int index, int flags, long carrierChanges, long mac) {
    return new Link(
        index,
        VIP.device(),
        new Link.Status(flags, carrierChanges),
        Rtnetlink.ARPHRD_ETHER,
        1500,
        Optional.of(new MacAddress(mac)),
        "veth",
        Optional.empty());
  }
}
