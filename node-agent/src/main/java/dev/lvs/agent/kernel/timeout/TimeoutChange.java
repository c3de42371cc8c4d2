package dev.lvs.agent.kernel.timeout;

import dev.lvs.agent.kernel.ipvs.IpvsErrnos;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.OwningChange;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A change of a timeout of IPVS. */
public sealed interface TimeoutChange extends OwningChange {
  Timeout timeout();

  /** 1 to 2^31/HZ. */
  int seconds();

  /**
   * Sets a timeout to what the plan wants.
   *
   * @param previous the seconds that were observed, which the ledger records the first time
   */
  record SetTimeout(Timeout timeout, int seconds, int previous) implements TimeoutChange {}

  /** Restores the value that a timeout had before the agent set it. */
  record RestoreTimeout(Timeout timeout, int seconds) implements TimeoutChange {}

  @Override
  default ObjectKind<?> kind() {
    return IpvsTimeouts.KIND;
  }

  @Override
  default Claim claim() {
    return switch (this) {
      case SetTimeout(var timeout, var value, var previous) ->
          new Claim.OfTimeout(timeout, previous, value);
      case RestoreTimeout(var timeout, var seconds) ->
          new Claim.OfTimeout(timeout, seconds, seconds);
    };
  }

  @Override
  default boolean isEnd() {
    return this instanceof RestoreTimeout;
  }

  @Override
  default Object subject() {
    return timeout();
  }

  @Override
  default String title() {
    return "set the timeout " + timeout() + (isEnd() ? " back to " : " to ") + seconds() + " s";
  }

  @Override
  default String adminLine() {
    // the three timeouts have one option, in which 0 leaves one as it is
    return Arrays.stream(Timeout.values())
        .map(each -> String.valueOf(each == timeout() ? seconds() : 0))
        .collect(Collectors.joining(" ", "ipvsadm --set ", ""));
  }

  @Override
  default String suspects() {
    return IpvsErrnos.SUSPECTS;
  }

  @Override
  default String reason(String errno) {
    return timeoutReason(errno);
  }

  /** Returns what an errno means in answer to timeouts. */
  static String timeoutReason(String errno) {
    return switch (errno) {
      case "EINVAL" ->
          "it counts in ticks, of which 2147483647 are the most (596 h where there are 1000 in a"
              + " second); use less";
      default -> Outcomes.UNEXPECTED;
    };
  }
}
