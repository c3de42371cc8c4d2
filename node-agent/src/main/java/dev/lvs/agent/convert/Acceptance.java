package dev.lvs.agent.convert;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.agent.plan.Desired;
import dev.lvs.agent.plan.Planner;
import dev.lvs.api.v1alpha1.NodePlanSpec;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tries manifests as a director would, and takes out of them what it would not accept, or of which
 * it would make something else.
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

  /** As little as planning services takes. */
  private static final NodeFacts NODE =
      new NodeFacts(
          "", Optional.of(""), Set.of(), List.of(), NodeFacts.Conf.USUAL, NodeFacts.Routing.NONE);

  private static final String OTHERWISE =
      "There is no manifest of which directors make just this entry.";

  private static final Pattern REAL_SERVER = Pattern.compile("RealServer \\S+/[a-z0-9.-]+");

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
      // what is said against a service because of its group or of a real server has no cause any
      // more once those are heard
      int first = objections.stream().mapToInt(Objection::rank).min().orElse(0);
      heed(objections.stream().filter(one -> one.rank() == first).toList());
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
      // "65536 is out of range" says nothing where nobody sees the manifest
      String message = problem.field() + ": " + problem.message();
      objections.add(new Objection(resource, problem.field(), message));
    }
    compilation.problems().stream()
        .filter(problem -> problem.consequence() != Consequence.NOTED)
        .forEach(problem -> objections.add(objection(problem)));
    return objections.isEmpty() ? differences(compilation) : objections;
  }

  /** The services of which a director would make something else than the source does. */
  private List<Objection> differences(Compilation compilation) {
    Map<String, Map<ServiceKey, VirtualServer>> made = new HashMap<>();
    for (NodePlanSpec plan : compilation.plans()) {
      Desired desired = Planner.plan(plan, NODE);
      desired
          .state()
          .services()
          .forEach(
              (key, server) ->
                  desired
                      .attribution()
                      .of(key)
                      .forEach(
                          source ->
                              made.computeIfAbsent(source, _ -> new HashMap<>()).put(key, server)));
    }
    return drafts.services().stream()
        .filter(
            draft -> {
              String source = draft.service().name().toString();
              return draft.table().isPresent()
                  && !draft.table().get().equals(made.getOrDefault(source, Map.of()));
            })
        .map(draft -> new Objection(Optional.of(draft.service().name()), "spec", OTHERWISE))
        .toList();
  }

  private static Objection objection(Problem problem) {
    // "X is not supported yet. Remove the field." - which has been done when anybody reads it
    String message =
        problem.reason() == Reason.NOT_YET_SUPPORTED
            ? problem.message().replaceFirst("\\. .*", ".")
            : problem.message();
    ResourceName resource =
        problem.consequence() == Consequence.LEFT_OUT
            ? realServer(problem).orElseGet(problem::resource)
            : problem.resource();
    return new Objection(Optional.of(resource), problem.field(), message);
  }

  /** The RealServer that a service leaves out, which only the message tells. */
  private static Optional<ResourceName> realServer(Problem problem) {
    Matcher matcher = REAL_SERVER.matcher(problem.message());
    return matcher.find() ? Optional.of(ResourceName.parse(matcher.group())) : Optional.empty();
  }

  /** Takes something away for each objection, so that there is an end to them. */
  private void heed(List<Objection> objections) {
    Map<ResourceName, Document> byName = new HashMap<>();
    drafts.documents().forEach(document -> byName.put(document.name(), document));
    Set<Document> gone = new HashSet<>();
    for (Objection objection : objections) {
      Document document = objection.resource().map(byName::get).orElse(null);
      if (document == null || gone.contains(document)) {
        continue;
      }
      Optional<Addition> addition = document.remove(objection.field());
      if (addition.isPresent()) {
        notices.aside(addition.get().origin(), "left out: " + objection.message());
      } else if (objection.rank() == 0) {
        throw new IllegalStateException(
            "%s is refused: %s".formatted(document.name(), objection.message()));
      } else {
        notices.table(document.origin(), "left out: " + objection.message());
        gone.add(document);
      }
    }
    drafts = drafts.without(gone);
  }
}
