package dev.lvs.agent.convert;

import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.Consequence;
import dev.lvs.compile.Problem;
import dev.lvs.compile.Reason;
import dev.lvs.compile.Resolver;
import dev.lvs.compile.ResourceName;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestProblem;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tries manifests as a director would, and takes out of them what it would not accept.
 *
 * <p>What goes is the field where that is an addition, else the whole resource: a service that
 * balanced otherwise than it did would be worse than one that is missing and is told about.
 */
final class Acceptance {
  /** A director, so that nothing is refused for want of one. */
  private static final ManifestFile DIRECTOR =
      new ManifestFile(
          "node",
          """
          {apiVersion: v1, kind: Node, metadata: {name: n, labels: {lvs.dev/director: "true"}}}
          """);

  private final Notices notices = new Notices();
  private Drafts drafts;

  private Acceptance(Drafts drafts) {
    this.drafts = drafts;
    notices.addAll(drafts.notices());
  }

  /** What is left of drafts when nothing is refused any more. */
  static Drafts of(Drafts drafts) {
    return new Acceptance(drafts).accepted();
  }

  private Drafts accepted() {
    while (true) {
      List<Objection> objections = objections();
      if (objections.isEmpty()) {
        return drafts.with(drafts.services(), notices.sorted());
      }
      // each takes something away, so this comes to an end; what is said against a service because
      // of its group or of a real server has no cause any more once those are heard
      int first = objections.stream().mapToInt(Objection::rank).min().orElse(0);
      objections.stream().filter(one -> one.rank() == first).forEach(this::heed);
    }
  }

  /**
   * Something that a director says against a manifest.
   *
   * @param resource empty where it cannot tell
   */
  private record Objection(Optional<ResourceName> resource, String field, String message) {
    /** Those that others may follow from come first. */
    int rank() {
      String kind = resource.map(ResourceName::kind).orElse("");
      return kind.equals("VirtualService") ? 2 : kind.equals("RealServer") ? 1 : 0;
    }
  }

  private List<Objection> objections() {
    List<ManifestFile> files = new ArrayList<>(List.of(DIRECTOR));
    drafts
        .documents()
        .forEach(one -> files.add(new ManifestFile(one.name().toString(), one.text())));
    Manifests manifests = ManifestReader.read(files);
    Compilation compilation = Compiler.compile(Resolver.resolve(manifests.input()), List.of());
    List<Objection> objections = new ArrayList<>();
    for (ManifestProblem problem : manifests.problems()) {
      Optional<ResourceName> resource =
          problem.resource().or(() -> Optional.of(ResourceName.parse(problem.place().file())));
      objections.add(new Objection(resource, problem.field(), problem.message()));
    }
    compilation.problems().stream()
        .filter(problem -> problem.consequence() != Consequence.NOTED)
        .forEach(problem -> objections.add(objection(problem)));
    return objections;
  }

  private Objection objection(Problem problem) {
    // "X is not supported yet. Remove the field." - which has been done when anybody reads it
    String message =
        problem.reason() == Reason.NOT_YET_SUPPORTED
            ? problem.message().replaceFirst("\\. .*", ".")
            : problem.message();
    Optional<ResourceName> server =
        problem.consequence() == Consequence.LEFT_OUT
            ? drafts
                .documents()
                .map(Document::name)
                .filter(name -> name.kind().equals("RealServer"))
                .filter(name -> problem.message().contains(name + " "))
                .findFirst()
            : Optional.empty();
    return new Objection(Optional.of(server.orElse(problem.resource())), problem.field(), message);
  }

  private void heed(Objection objection) {
    Map<ResourceName, Document> byName = new TreeMap<>();
    drafts.documents().forEach(document -> byName.put(document.name(), document));
    Document document = objection.resource().map(byName::get).orElse(null);
    if (document == null) {
      return; // gone by an earlier objection of this round
    }
    Optional<Addition> addition = document.remove(objection.field());
    if (addition.isPresent()) {
      notices.aside(addition.get().origin(), "left out: " + objection.message());
      return;
    }
    notices.table(document.origin(), "left out: " + objection.message());
    String kind = document.name().kind();
    if (kind.equals("VirtualService")) {
      services(drafts.services().stream().filter(draft -> draft.service() != document));
    } else if (kind.equals("RealServer")) {
      services(drafts.services().stream().map(draft -> draft.without(document)));
    } else {
      throw new IllegalStateException(
          "%s is refused: %s".formatted(document.name(), objection.message()));
    }
  }

  private void services(Stream<ServiceDraft> left) {
    drafts = drafts.with(left.toList(), List.of());
  }
}
