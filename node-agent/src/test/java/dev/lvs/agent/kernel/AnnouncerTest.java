package dev.lvs.agent.kernel;

import static dev.lvs.agent.kernel.Samples.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.MacAddress;
import dev.lvs.agent.netlink.route.Rtnetlink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final BlockingQueue<Integer> sentOn = new LinkedBlockingQueue<>();

  @Test
  void announcesAtOnceAndTwiceMore() throws InterruptedException {
    try (Announcer announcer = announcer(Duration.ofMillis(1), Duration.ofMillis(2))) {
      announcer.announce(VIP, ethernet(Rtnetlink.IFF_UP));

      assertThat(sentOn.poll()).isEqualTo(2);
      assertThat(sentOn.poll(1, TimeUnit.MINUTES)).isEqualTo(2);
      assertThat(sentOn.poll(1, TimeUnit.MINUTES)).isEqualTo(2);
    }
  }

  @Test
  void saysNothingMoreOfAVipThatIsGivenUp() throws InterruptedException {
    try (Announcer announcer = announcer(Duration.ofMillis(100))) {
      announcer.announce(VIP, ethernet(Rtnetlink.IFF_UP));
      announcer.withdraw(VIP);

      assertThat(sentOn.poll()).isEqualTo(2);
      assertThat(sentOn.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void saysNothingWhereNobodyListens() {
    try (Announcer announcer = announcer(NEVER)) {
      announcer.announce(VIP, ethernet(0));
      announcer.announce(VIP, ethernet(Rtnetlink.IFF_UP | Rtnetlink.IFF_NOARP));

      assertThat(sentOn).isEmpty();
    }
  }

  private Announcer announcer(Duration... delays) {
    return new Announcer((index, _) -> sentOn.add(index), List.of(delays));
  }

  private static Link ethernet(int flags) {
    return new Link(
        2,
        "eth0",
        new Link.Status(flags, 0),
        Rtnetlink.ARPHRD_ETHER,
        1500,
        Optional.of(new MacAddress(0x0200_0000_0002L)),
        "veth",
        Optional.empty());
  }
}
