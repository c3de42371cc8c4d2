package dev.lvs.operator.status.event;

import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.compile.problem.Withdrawal;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Content of an Event about a resource.
 *
 * @param warning whether a person has to act
 * @param reason the reason of the condition
 * @param note its message; at most 1024 bytes of UTF-8, the limit of the Events API
 * @param recurs whether the same reason again is the same Event once more, whatever its note
 */
public record EventMessage(boolean warning, String reason, String note, boolean recurs) {
  private static final int NOTE_LIMIT = 1024;
  private static final String CUT = "…";

  public EventMessage {
    if (bytes(note) > NOTE_LIMIT) {
      int end = Math.min(note.length(), NOTE_LIMIT);
      while (bytes(note.substring(0, end) + CUT) > NOTE_LIMIT) {
        end--;
      }
      note = note.substring(0, end) + CUT;
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** An Event of its own for each note. */
  public EventMessage(boolean warning, String reason, String note) {
    this(warning, reason, note, false);
  }

  /** One that may come again and again: only the note of the first is kept. */
  public static EventMessage recurring(boolean warning, String reason, String note) {
    return new EventMessage(warning, reason, note, true);
  }

  /** A service that was deleted although nodes still hold it. */
  public static EventMessage leftBehind(Collection<String> nodes, Duration patience) {
    return new EventMessage(
        true,
        "StillProgrammed",
        "Deleted, but not yet taken off %s, whose agent did not answer for %d s; it will be when the agent is back. Where a node is gone for good, delete its Node."
            .formatted(Sentences.list(nodes), patience.toSeconds()));
  }

  /** Returns what an admin's grant gave a service, and ended with it. */
  public static EventMessage withdrawn(Withdrawal withdrawal) {
    return new EventMessage(true, "RightWithdrawn", withdrawal.message());
  }

  /**
   * Returns what is worth telling of the step from one list of conditions to the next: every new
   * flaw or other text of one, every recovery, and the first success. Waiting ({@code Unknown}) is
   * not: it passes by itself.
   */
  public static List<EventMessage> of(List<Condition> before, List<Condition> after) {
    List<EventMessage> told = new ArrayList<>();
    for (Condition now : after) {
      Condition then = Conditions.find(before, now.getType()).orElse(null);
      if (flawed(now) && (then == null || !sameWords(then, now))) {
        told.add(new EventMessage(true, now.getReason(), now.getMessage(), isOfHealth(now)));
      } else if (clean(now) && (then == null ? done(now) : flawed(then) || first(then))) {
        told.add(new EventMessage(false, now.getReason(), now.getMessage()));
      }
    }
    // one cause often makes two conditions false with the same words
    return told.stream()
        .filter(it -> !it.recurs() || first(told, it.reason()).equals(it))
        .distinct()
        .toList();
  }

  private static EventMessage first(List<EventMessage> told, String reason) {
    return told.stream().filter(it -> it.reason().equals(reason)).findFirst().orElseThrow();
  }

  /** Servers come and go, and each time other ones are named. */
  private static boolean isOfHealth(Condition condition) {
    return ResourceReport.isReasonOfHealth(condition.getReason());
  }

  /** A condition that is as wished has its type as its reason. */
  private static boolean clean(Condition condition) {
    return condition.getStatus().equals("True")
        && condition.getReason().equals(condition.getType());
  }

  private static boolean flawed(Condition condition) {
    return !condition.getStatus().equals("Unknown") && !clean(condition);
  }

  /** With nodes quick enough, a service is programmed before it was ever said to be waiting. */
  private static boolean done(Condition condition) {
    return condition.getType().equals(Verdict.PROGRAMMED);
  }

  private static boolean first(Condition condition) {
    return condition.getReason().equals(Verdict.PENDING);
  }

  private static boolean sameWords(Condition one, Condition other) {
    return one.getStatus().equals(other.getStatus())
        && one.getReason().equals(other.getReason())
        && one.getMessage().equals(other.getMessage());
  }
}
