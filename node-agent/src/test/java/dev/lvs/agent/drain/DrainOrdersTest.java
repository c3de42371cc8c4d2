package dev.lvs.agent.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.agent.drain.DrainOrdersFile.Order;
import dev.lvs.agent.inbox.Deadline;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.situation.DrainOrder;
import dev.lvs.agent.situation.DrainOrder.Target;
import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrainOrdersTest {
  private static final String NOON = "2026-11-30T12:00:00Z";
  private static final Order ORDER =
      new Order("198.51.100.21", 60L, NOON, "2026-11-30T11:00:00Z", "new disk");

  @TempDir Path directory;

  private Instant now = Instant.parse("2026-11-30T11:00:00Z");

  @Test
  void keepsOneOrderForEachTarget() throws IOException {
    DrainOrdersFile file = new DrainOrdersFile(directory);
    file.give(ORDER);
    Order other = new Order("shop/web-1", null, null, NOON, null);
    file.give(other);
    Order again = new Order("198.51.100.21", 5L, null, NOON, null);

    file.give(again);

    assertThat(file.read()).containsExactly(other, again);
    assertThat(file.takeBack("shop/web-1")).isTrue();
    assertThat(file.takeBack("shop/web-1")).isFalse();
    assertThat(file.read()).containsExactly(again);
  }

  @Test
  void isToldAtOnceAndEndsByItself() throws Exception {
    new DrainOrdersFile(directory).give(ORDER);
    Inbox inbox = new Inbox(InstantSource.system(), List.of());
    DrainOrderWatch watch = new DrainOrderWatch(directory, () -> now);

    watch.look(inbox);
    assertThat(told(inbox).orElseThrow().all()).hasSize(1);

    now = Instant.parse(NOON);
    watch.look(inbox);
    assertThat(told(inbox)).contains(DrainOrders.NONE);
  }

  @Test
  void aDamagedFileUndrainsNobody() throws Exception {
    new DrainOrdersFile(directory).give(ORDER);
    Inbox inbox = new Inbox(InstantSource.system(), List.of());
    DrainOrderWatch watch = new DrainOrderWatch(directory, () -> now);
    watch.look(inbox);
    assertThat(told(inbox)).isPresent();

    Files.writeString(directory.resolve("drain-orders.json"), "{");
    watch.look(inbox);

    assertThat(told(inbox)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.21, true",
    "198.51.100.21:80, true",
    "198.51.100.21:81, false",
    "198.51.100.22, false",
    "web-1, true",
    "shop/web-1, true",
    "bank/web-1, false",
    "web-2, false"
  })
  void isAboutAnAddressAPortOrAName(String target, boolean about) {
    DrainOrder order = new DrainOrder(DrainTargets.parse(target), target, Optional.empty());
    DestinationKey key = new DestinationKey(IpAddress.parse("198.51.100.21"), 80);

    assertThat(order.isAbout(key, Optional.of("shop"), Optional.of("web-1"))).isEqualTo(about);
  }

  @Test
  void readsIpv6WithAndWithoutAPort() {
    IpAddress six = IpAddress.parse("2001:db8::21");

    assertThat(DrainTargets.parse("2001:db8::21"))
        .isEqualTo(new Target.At(six, OptionalInt.empty()));
    assertThat(DrainTargets.parse("[2001:db8::21]:8080"))
        .isEqualTo(new Target.At(six, OptionalInt.of(8080)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "198.51.100", "198.51.100.21:0", "198.51.100.21:70000", "Web", "a/b/c", ":80"})
  void refusesWhatIsNeither(String text) {
    assertThatThrownBy(() -> DrainTargets.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  private static Optional<DrainOrders> told(Inbox inbox) throws InterruptedException {
    inbox.wakeAfter(Deadline.LOOK, Duration.ZERO);
    return inbox.take().orders();
  }
}
