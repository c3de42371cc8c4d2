package dev.lvs.tool.convert;

import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.tool.convert.Notice.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds failure handling of a source that directors of this version do not support yet. It is
 * reported once for each file, in place of notices on all of its details.
 */
final class Untaken {
  /** A service that says all of it. */
  private static final ManifestFile EVERYTHING =
      new ManifestFile(
          "all",
          """
          apiVersion: lvs.dev/v1alpha1
          kind: VirtualService
          metadata: {name: all, namespace: default}
          spec:
            addresses: [192.0.2.1]
            ports: [{port: 80}]
            forwarding: {method: DR}
            realServers: {inline: [{address: 192.0.2.2}]}
            healthCheck: {tcp: {}}
            onFailure: quiesce
            quorum: {up: 1}
            sorryServer: {address: 192.0.2.3}
          """);

  /** What directors take, and conversion does not write yet: not all of a source would be in it. */
  static final List<String> NOT_CONVERTED = List.of("spec.healthCheck", "spec.onFailure");

  private static final String TOLD =
      "no health checks are carried over yet: all real servers count as up, also those that are"
          + " down, and there is no quorum and no sorry server. What the file says of these stands"
          + " in the manifests as comments; write spec.healthCheck by it.";

  private Untaken() {}

  /**
   * The notices without those that explain what is not taken.
   *
   * @param origins of fields that were found not to be taken
   */
  static List<Notice> without(List<Notice> notices, List<Origin> origins) {
    Set<String> fields = fields();
    Set<String> files = new TreeSet<>();
    origins.forEach(origin -> files.add(origin.file()));
    List<Notice> left = new ArrayList<>();
    for (Notice notice : notices) {
      if (notice.field().filter(fields::contains).isPresent()) {
        files.add(notice.origin().file());
      } else {
        left.add(notice);
      }
    }
    files.forEach(file -> left.add(new Notice(new Origin(file, 0, ""), Effect.SURROUNDINGS, TOLD)));
    return left;
  }

  private static Set<String> fields() {
    Compilation compilation =
        Compiler.compile(
            Resolver.resolve(ManifestReader.read(List.of(EVERYTHING)).input()), List.of());
    Stream<String> refused =
        compilation.problems().stream()
            .filter(problem -> problem.reason() == Reason.NOT_YET_SUPPORTED)
            .map(Problem::field);
    return Stream.concat(refused, NOT_CONVERTED.stream())
        .map(field -> field.replaceFirst("^spec[.]", ""))
        .collect(Collectors.toSet());
  }
}
