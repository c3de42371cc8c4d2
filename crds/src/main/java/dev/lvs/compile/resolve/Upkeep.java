package dev.lvs.compile.resolve;

import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.MaintenanceMode;
import dev.lvs.api.v1alpha1.MaintenanceNote;
import dev.lvs.api.v1alpha1.MaintenanceNote.Note;
import dev.lvs.api.v1alpha1.RealServer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The maintenance of a RealServer at one time: of its annotation while that lasts, else of its
 * spec.
 *
 * @param inForce maintenance in force, without one that cannot be read or is over
 * @param ends when time alone changes it
 */
public record Upkeep(Optional<Maintenance> inForce, Optional<Instant> ends) {
  private static final Upkeep NONE = new Upkeep(Optional.empty(), Optional.empty());

  /** Returns what counts for a RealServer at a time. */
  public static Upkeep of(RealServer server, Instant at) {
    Optional<Note> note = note(server);
    Optional<Instant> noted = note.flatMap(Note::until).map(Maintenance::time);
    if (note.isPresent() && noted.filter(end -> !end.isAfter(at)).isEmpty()) {
      return new Upkeep(note.get().maintenance(), noted);
    }
    return server.getSpec() == null ? NONE : of(server.getSpec().maintenance(), at);
  }

  private static Upkeep of(@Nullable Maintenance planned, Instant at) {
    try {
      Optional<Maintenance> maintenance = Optional.ofNullable(planned);
      Optional<Instant> end = maintenance.flatMap(Maintenance::end);
      return end.filter(time -> !time.isAfter(at)).isPresent()
          ? NONE
          : new Upkeep(maintenance, end);
    } catch (IllegalArgumentException _) {
      // the rules of a RealServer say so
      return NONE;
    }
  }

  /** The text of the annotation, if there is one. */
  public static Optional<String> text(RealServer server) {
    Map<String, String> annotations = server.getMetadata().getAnnotations();
    return Optional.ofNullable(annotations).map(all -> all.get(MaintenanceNote.KEY));
  }

  /**
   * Returns whether two versions of a RealServer say the same of maintenance in their annotations.
   */
  public static boolean sameNote(RealServer one, RealServer other) {
    return Objects.equals(text(one), text(other));
  }

  private static Optional<Note> note(RealServer server) {
    try {
      return text(server).map(MaintenanceNote::parse);
    } catch (IllegalArgumentException _) {
      // the rules of a RealServer say so
      return Optional.empty();
    }
  }

  /** Returns whether it takes the real server out of services. */
  public boolean isOff() {
    return is(MaintenanceMode.OFF);
  }

  /** Returns whether it keeps new connections from the real server. */
  public boolean drains() {
    return is(MaintenanceMode.DRAIN);
  }

  private boolean is(MaintenanceMode mode) {
    return inForce.filter(one -> one.mode() == mode).isPresent();
  }
}
