package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.DownWhile;
import dev.lvs.api.v1alpha1.FileCheck;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Converts a {@code FILE_CHECK}, which follows the number in a file ({@code track_file.c}). */
final class TrackedFile {
  private static final Pattern WEIGHT = Pattern.compile("[-+]?[0-9]{1,10}");

  private final Statement check;
  private final Origin at;
  private final Notices notices;

  TrackedFile(Statement check, Origin at, Notices notices) {
    this.check = check;
    this.at = at;
    this.notices = notices;
  }

  /** The kind of check; empty where keepalived has none of it either. */
  Optional<CheckKind> kind(Map<String, Statement> trackedFiles) {
    Optional<Statement> tracked =
        CheckSettings.last(check.inside(), "track_file")
            .flatMap(line -> line.value(1))
            .map(trackedFiles::get);
    Optional<String> path =
        tracked
            .flatMap(block -> CheckSettings.last(block.inside(), "file"))
            .flatMap(line -> line.value(1));
    if (tracked.isEmpty() || path.isEmpty()) {
      notices.aside(at, "left out, as keepalived does: there is no track_file of that name.");
      return Optional.empty();
    }
    notices.aside(at, CheckKind.FOLDER);
    Optional<Statement> line = weight(check.inside());
    Weight weight =
        line.or(() -> weight(tracked.get().inside())).map(Weight::of).orElse(new Weight(1, false));
    String name = path.get().substring(path.get().lastIndexOf('/') + 1);
    return Optional.of(new CheckKind.File(weight.file(name)));
  }

  private static Optional<Statement> weight(List<Statement> lines) {
    return CheckSettings.last(lines, "weight")
        .filter(line -> line.value(1).filter(WEIGHT.asMatchPredicate()).isPresent())
        .filter(line -> Math.abs(Long.parseLong(line.value(1).orElse(""))) <= Integer.MAX_VALUE);
  }

  /**
   * Weight by which the number counts.
   *
   * @param factor 0 where it says whether the server works
   * @param reversed whether less is more
   */
  private record Weight(int factor, boolean reversed) {
    static Weight of(Statement line) {
      return new Weight(
          Integer.parseInt(line.value(1).orElse("")), line.value(2).equals(Optional.of("reverse")));
    }

    FileCheck file(String name) {
      if (factor == 0) {
        return new FileCheck(name, reversed ? DownWhile.ZERO : DownWhile.NONZERO, null);
      }
      return new FileCheck(name, DownWhile.NEVER, reversed ? -factor : factor);
    }
  }
}
