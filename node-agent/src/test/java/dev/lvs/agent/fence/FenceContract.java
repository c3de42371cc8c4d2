package dev.lvs.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lvs.agent.fence.FenceAnswer.Done;
import dev.lvs.agent.fence.FenceAnswer.Expired;
import dev.lvs.agent.fence.FenceAnswer.Failed;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Behaviour of a fence, the same in the fake and in the kernel. */
public interface FenceContract {
  IpAddress FIRST = IpAddress.parse("192.0.2.10");
  IpAddress SECOND = IpAddress.parse("192.0.2.11");
  IpAddress SIXTH = IpAddress.parse("2001:db8::10");
  FenceShape SHAPE =
      new FenceShape(
          Map.of("edge-0", Set.of(FIRST, SIXTH), "edge-1", Set.of(SECOND)), Set.of("eth0"));
  Duration SHORT = Duration.ofMillis(400);
  Duration LONG = Duration.ofSeconds(30);
  Duration ANY = Duration.ofMillis(1);

  /** A fence of another process of the same node. */
  Fence open(String process);

  /** Lets time pass for the kernel. */
  void pass(Duration time);

  /** What somebody else does to the table: takes it away. */
  void flush();

  private Fence shaped(String process) {
    Fence fence = open(process);
    assertThat(fence.shape(SHAPE)).isEqualTo(new Done());
    return fence;
  }

  private static GateState state(Fence fence, String group) {
    return Optional.ofNullable(fence.look().gates().get(group)).orElseThrow();
  }

  private static void assertOpen(Fence fence, Duration atMost) {
    assertThat(state(fence, "edge-0").left()).isBetween(ANY, atMost);
    assertThat(state(fence, "edge-1")).isEqualTo(GateState.SHUT);
  }

  @Test
  default void isShutFirst() {
    try (Fence fence = shaped("aa")) {
      assertThat(fence.look().gates())
          .isEqualTo(Map.of("edge-0", GateState.SHUT, "edge-1", GateState.SHUT));
      assertThat(fence.look().damage()).isEmpty();
    }
  }

  @Test
  default void opensByTheCommitAndShutsByTime() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");

      assertThat(gate.arm(Slot.A, SHORT)).isEqualTo(new Done());
      assertThat(state(fence, "edge-0").isOpen()).isFalse();
      assertThat(gate.commit(Slot.A)).isEqualTo(new Done());

      assertOpen(fence, SHORT);
      assertThat(state(fence, "edge-0").slot()).contains(Slot.A);
      pass(SHORT.multipliedBy(2));
      assertThat(state(fence, "edge-0").isOpen()).isFalse();
      assertThat(fence.look().damage()).isEmpty();
    }
  }

  @Test
  default void opensNothingByALateCommit() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      assertThat(gate.arm(Slot.A, SHORT)).isEqualTo(new Done());
      pass(SHORT.multipliedBy(2));

      assertThat(gate.commit(Slot.A)).isEqualTo(new Done());

      assertThat(state(fence, "edge-0").isOpen()).isFalse();
    }
  }

  @Test
  default void takesTheTokenOfTheOtherSlot() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      gate.arm(Slot.A, SHORT);
      gate.commit(Slot.A);

      assertThat(gate.arm(Slot.A, LONG)).as("the slot in force").isInstanceOf(Failed.class);
      assertThat(gate.arm(Slot.B, LONG)).isEqualTo(new Done());
      assertOpen(fence, SHORT);
      assertThat(gate.commit(Slot.B)).isEqualTo(new Done());

      assertThat(state(fence, "edge-0").left()).isBetween(SHORT.plus(ANY), LONG);
      assertThat(gate.arm(Slot.A, SHORT)).isEqualTo(new Done());
    }
  }

  @Test
  default void armsASlotOnceMore() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      gate.arm(Slot.A, LONG);

      assertThat(gate.arm(Slot.A, SHORT)).isEqualTo(new Done());
      gate.commit(Slot.A);

      assertOpen(fence, SHORT);
    }
  }

  @Test
  default void closesWithTheTokenThatWaits() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      gate.arm(Slot.A, LONG);
      gate.commit(Slot.A);
      gate.arm(Slot.B, LONG);

      assertThat(gate.close()).isEqualTo(new Done());

      assertThat(state(fence, "edge-0")).isEqualTo(GateState.SHUT);
      assertThat(gate.commit(Slot.B)).isEqualTo(new Done());
      assertThat(state(fence, "edge-0").isOpen()).isFalse();
      assertThat(gate.close()).isEqualTo(new Done());
    }
  }

  @Test
  default void extendsOnlyWhatLives() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      assertThat(gate.extend(LONG)).as("shut").isEqualTo(new Expired());
      gate.arm(Slot.A, SHORT);
      gate.commit(Slot.A);

      assertThat(gate.extend(SHORT.multipliedBy(2))).isEqualTo(new Done());
      pass(SHORT);
      assertThat(state(fence, "edge-0").isOpen()).isTrue();
      pass(SHORT.multipliedBy(2));
      assertThat(gate.extend(LONG)).isEqualTo(new Expired());

      assertThat(state(fence, "edge-0").isOpen()).isFalse();
    }
  }

  @Test
  default void shortensAndNeverLengthens() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      assertThat(gate.shorten(SHORT)).as("shut").isEqualTo(new Done());
      gate.arm(Slot.A, LONG);
      gate.commit(Slot.A);

      assertThat(gate.shorten(SHORT)).isEqualTo(new Done());
      assertOpen(fence, SHORT);
      assertThat(gate.shorten(SHORT.multipliedBy(2))).isEqualTo(new Done());
      assertOpen(fence, SHORT);
      assertThat(gate.extend(LONG)).isEqualTo(new Done());
      assertOpen(fence, SHORT);
      assertThat(gate.shorten(SHORT.dividedBy(2))).isEqualTo(new Done());
      assertOpen(fence, SHORT.dividedBy(2));

      pass(SHORT.multipliedBy(2));
      assertThat(state(fence, "edge-0").isOpen()).isFalse();
      assertThat(fence.look().damage()).isEmpty();
      gate.arm(Slot.B, LONG);
      assertThat(gate.commit(Slot.B)).isEqualTo(new Done());
      assertThat(state(fence, "edge-0").isOpen()).as("limits end with a commit").isTrue();
    }
  }

  @Test
  default void keepsAGateOpenWhileItsAddressesChange() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      gate.arm(Slot.A, LONG);
      gate.commit(Slot.A);

      assertThat(
              fence.shape(
                  new FenceShape(
                      Map.of("edge-0", Set.of(FIRST, SECOND), "edge-2", Set.of(SIXTH)),
                      Set.of("eth0"))))
          .isEqualTo(new Done());

      assertThat(fence.look().damage()).isEmpty();
      assertThat(fence.look().gates()).containsOnlyKeys("edge-0", "edge-2");
      assertThat(state(fence, "edge-0").isOpen()).isTrue();
      assertThat(state(fence, "edge-2")).isEqualTo(GateState.SHUT);
      assertThatIllegalArgumentException().isThrownBy(() -> fence.gate("edge-1"));
    }
  }

  @Test
  default void leavesALivingTokenOfAFormerProcessUntilTheFirstCommit() {
    try (Fence former = shaped("aa")) {
      former.gate("edge-0").arm(Slot.A, LONG);
      former.gate("edge-0").commit(Slot.A);
      former.gate("edge-1").arm(Slot.A, LONG);
      try (Fence fence = shaped("bb")) {
        Gate gate = fence.gate("edge-0");

        assertThat(state(fence, "edge-0").slot()).isEmpty();
        assertThat(state(fence, "edge-0").isOpen()).isTrue();
        assertThat(gate.arm(Slot.A, SHORT)).isEqualTo(new Done());
        assertThat(gate.extend(LONG)).as("of the former one").isEqualTo(new Done());
        assertThat(former.gate("edge-1").commit(Slot.A))
            .as("the former process still wants to open")
            .isInstanceOf(Failed.class);
        assertThat(state(fence, "edge-1")).isEqualTo(GateState.SHUT);

        assertThat(gate.commit(Slot.A)).isEqualTo(new Done());

        assertOpen(fence, SHORT);
        assertThat(former.gate("edge-0").extend(LONG)).isInstanceOf(Failed.class);
        assertThat(former.gate("edge-0").arm(Slot.B, LONG)).isInstanceOf(Failed.class);
        assertThat(former.gate("edge-0").close()).isInstanceOf(Failed.class);
        assertThat(state(fence, "edge-0").isOpen()).isTrue();
      }
    }
  }

  @Test
  default void shutsWhatSomebodyFlushed() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      gate.arm(Slot.A, LONG);
      gate.commit(Slot.A);
      assertThat(fence.look().damage()).isEmpty();
      flush();

      assertThat(fence.look().damage()).isPresent();
      assertThat(gate.arm(Slot.B, LONG)).isInstanceOf(Failed.class);
      assertThat(fence.shape(SHAPE)).isEqualTo(new Done());

      assertThat(fence.look().damage()).isEmpty();
      assertThat(state(fence, "edge-0")).isEqualTo(GateState.SHUT);
      assertThat(fence.gate("edge-0").arm(Slot.B, LONG)).isEqualTo(new Done());
      assertThat(fence.gate("edge-0").commit(Slot.B)).isEqualTo(new Done());
      assertThat(state(fence, "edge-0").isOpen()).isTrue();
    }
  }

  @Test
  default void isRemovedWhole() {
    try (Fence fence = shaped("aa")) {
      assertThat(fence.remove()).isEqualTo(new Done());
      assertThat(fence.remove()).isEqualTo(new Done());
      assertThat(fence.look()).isEqualTo(new Fence.Look(Map.of(), Optional.empty()));
    }
  }
}
