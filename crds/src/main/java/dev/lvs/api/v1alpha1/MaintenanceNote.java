package dev.lvs.api.v1alpha1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The annotation {@code lvs.dev/maintenance} of a RealServer, for the hour in which its manifest
 * must not be changed. It wins over {@code spec.maintenance} until it is removed or its time is
 * over.
 *
 * <p>{@code MODE [until TIME][: REASON]}, where MODE is {@code Drain}, {@code Off}, or {@code None}
 * for a server that serves whatever its spec says of maintenance; e.g. {@code Drain until
 * 2026-12-01T04:00:00Z: new disk}.
 */
public final class MaintenanceNote {
  /** The name of the annotation. */
  public static final String KEY = "lvs.dev/maintenance";

  /** The place of the annotation in a manifest. */
  public static final String FIELD = "metadata.annotations[" + KEY + "]";

  private static final String NONE = "None";

  private static final Pattern FORMAT =
      Pattern.compile("(?<mode>[A-Za-z]+)(?: until (?<until>\\S+?))?(?:: (?<reason>.+))?");

  private MaintenanceNote() {}

  /**
   * A note that was read.
   *
   * @param maintenance maintenance that it asks for; empty where it says that there is none
   * @param until when it is over, RFC 3339
   */
  public record Note(Optional<Maintenance> maintenance, Optional<String> until) {}

  /**
   * Reads the value of the annotation.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Note parse(String text) {
    Matcher parts = FORMAT.matcher(text);
    if (!parts.matches()) {
      throw wrong(text);
    }
    String mode = parts.group("mode");
    Optional<String> until = Optional.ofNullable(parts.group("until"));
    String reason = parts.group("reason");
    until.ifPresent(Maintenance::time);
    if (reason != null && reason.length() > Maintenance.MOST_REASON) {
      throw new IllegalArgumentException(
          "Its reason has more than %d characters; shorten it.".formatted(Maintenance.MOST_REASON));
    }
    if (mode.equals(NONE)) {
      return new Note(Optional.empty(), until);
    }
    MaintenanceMode known =
        Stream.of(MaintenanceMode.values())
            .filter(one -> one.text().equals(mode))
            .findFirst()
            .orElseThrow(() -> wrong(text));
    return new Note(Optional.of(new Maintenance(known, reason, until.orElse(null))), until);
  }

  private static IllegalArgumentException wrong(String text) {
    String cut = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return new IllegalArgumentException(
        "'%s' is no maintenance; write Drain, Off or None, then perhaps until and a time, then perhaps a colon and the reason: Drain until 2026-12-01T04:00:00Z: new disk."
            .formatted(cut));
  }
}
