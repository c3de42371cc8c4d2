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
    assertDone(fence.shape(SHAPE));
    return fence;
  }

  private static void assertDone(FenceAnswer answer) {
    assertThat(answer).isEqualTo(new Done());
  }

  private static void openGate(Gate gate, Duration lifetime) {
    assertDone(gate.arm(Slot.A, lifetime));
    assertDone(gate.commit(Slot.A));
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

      assertDone(gate.arm(Slot.A, SHORT));
      assertThat(state(fence, "edge-0").isOpen()).isFalse();
      assertDone(gate.commit(Slot.A));

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
      assertDone(gate.arm(Slot.A, SHORT));
      pass(SHORT.multipliedBy(2));

      assertDone(gate.commit(Slot.A));

      assertThat(state(fence, "edge-0").isOpen()).isFalse();
    }
  }

  @Test
  default void takesTheTokenOfTheOtherSlot() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      openGate(gate, SHORT);

      assertThat(gate.arm(Slot.A, LONG)).as("the slot in force").isInstanceOf(Failed.class);
      assertDone(gate.arm(Slot.B, LONG));
      assertOpen(fence, SHORT);
      assertDone(gate.commit(Slot.B));

      assertThat(state(fence, "edge-0").left()).isBetween(SHORT.plus(ANY), LONG);
      assertDone(gate.arm(Slot.A, SHORT));
    }
  }

  @Test
  default void armsASlotOnceMore() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      gate.arm(Slot.A, LONG);

      assertDone(gate.arm(Slot.A, SHORT));
      gate.commit(Slot.A);

      assertOpen(fence, SHORT);
    }
  }

  @Test
  default void closesWithTheTokenThatWaits() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      openGate(gate, LONG);
      gate.arm(Slot.B, LONG);

      assertDone(gate.close());

      assertThat(state(fence, "edge-0")).isEqualTo(GateState.SHUT);
      assertDone(gate.commit(Slot.B));
      assertThat(state(fence, "edge-0").isOpen()).isFalse();
      assertDone(gate.close());
    }
  }

  @Test
  default void extendsOnlyWhatLives() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      assertThat(gate.extend(LONG)).as("shut").isEqualTo(new Expired());
      openGate(gate, SHORT);

      assertDone(gate.extend(SHORT.multipliedBy(2)));
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
      assertDone(gate.shorten(SHORT)); // shut
      openGate(gate, LONG);

      assertDone(gate.shorten(SHORT));
      assertOpen(fence, SHORT);
      assertDone(gate.shorten(SHORT.multipliedBy(2)));
      assertOpen(fence, SHORT);
      assertDone(gate.extend(LONG));
      assertOpen(fence, SHORT);
      assertDone(gate.shorten(SHORT.dividedBy(2)));
      assertOpen(fence, SHORT.dividedBy(2));

      pass(SHORT.multipliedBy(2));
      assertThat(state(fence, "edge-0").isOpen()).isFalse();
      assertThat(fence.look().damage()).isEmpty();
      gate.arm(Slot.B, LONG);
      assertDone(gate.commit(Slot.B));
      assertThat(state(fence, "edge-0").isOpen()).as("limits end with a commit").isTrue();
    }
  }

  @Test
  default void keepsAGateOpenWhileItsAddressesChange() {
    try (Fence fence = shaped("aa")) {
      Gate gate = fence.gate("edge-0");
      openGate(gate, LONG);

      assertDone(
          fence.shape(
              new FenceShape(
                  Map.of("edge-0", Set.of(FIRST, SECOND), "edge-2", Set.of(SIXTH)),
                  Set.of("eth0"))));

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
      openGate(former.gate("edge-0"), LONG);
      former.gate("edge-1").arm(Slot.A, LONG);
      try (Fence fence = shaped("bb")) {
        Gate gate = fence.gate("edge-0");

        assertThat(state(fence, "edge-0").slot()).isEmpty();
        assertThat(state(fence, "edge-0").isOpen()).isTrue();
        assertDone(gate.arm(Slot.A, SHORT));
        assertDone(gate.extend(LONG)); // of the former one
        assertThat(former.gate("edge-1").commit(Slot.A))
            .as("the former process still wants to open")
            .isInstanceOf(Failed.class);
        assertThat(state(fence, "edge-1")).isEqualTo(GateState.SHUT);

        assertDone(gate.commit(Slot.A));

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
      openGate(gate, LONG);
      assertThat(fence.look().damage()).isEmpty();
      flush();

      assertThat(fence.look().damage()).isPresent();
      assertThat(gate.arm(Slot.B, LONG)).isInstanceOf(Failed.class);
      assertDone(fence.shape(SHAPE));

      assertThat(fence.look().damage()).isEmpty();
      assertThat(state(fence, "edge-0")).isEqualTo(GateState.SHUT);
      assertDone(fence.gate("edge-0").arm(Slot.B, LONG));
      assertDone(fence.gate("edge-0").commit(Slot.B));
      assertThat(state(fence, "edge-0").isOpen()).isTrue();
    }
  }

  @Test
  default void isRemovedWhole() {
    try (Fence fence = shaped("aa")) {
      assertDone(fence.remove());
      assertDone(fence.remove());
      assertThat(fence.look()).isEqualTo(new Fence.Look(Map.of(), Optional.empty()));
    }
  }
}
