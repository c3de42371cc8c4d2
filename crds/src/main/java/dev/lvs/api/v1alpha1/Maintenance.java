package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A real server taken out by hand. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Maintenance(
    @JsonPropertyDescription(
            "Drain: no new connections; those that there are go on, in a VirtualService with drain"
                + " until its timeout is over, when the real server is removed from it. With"
                + " persistence, clients that it remembers come on meanwhile, unless the"
                + " DirectorGroup sets expire_quiescent_template: 1. Off: out of every service,"
                + " where that has drain in the same way, else at once. Quote it (\"Off\"), since"
                + " kubectl reads a plain Off as false.")
        @Required
        MaintenanceMode mode,
    @JsonPropertyDescription("Why, for those who read it later.") @Size(max = MOST_REASON)
        @Nullable String reason,
    @JsonPropertyDescription(
            "When it ends by itself, RFC 3339 in seconds, e.g. 2026-12-01T04:00:00Z.")
        @Pattern(TIME)
        @Size(max = 25)
        @Nullable String until) {
  /** The longest reason, in characters. */
  public static final int MOST_REASON = 1024;

  /** A time as RFC 3339 has it, in whole seconds. */
  public static final String TIME =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$";

  /**
   * When it ends by itself; empty where it does not.
   *
   * @throws IllegalArgumentException with a sentence for the user, where {@code until} is no time
   */
  public Optional<Instant> end() {
    return Optional.ofNullable(until).map(Maintenance::time);
  }

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Instant time(String text) {
    try {
      if (text.matches(TIME)) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException _) {
      // no such day or hour
    }
    throw new IllegalArgumentException(
        "'%s' is no time; write it as 2026-12-01T04:00:00Z.".formatted(text));
  }
}
