package dev.lvs.tool.convert;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.ServerIssue;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestProblem;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import dev.lvs.tool.convert.manifest.ManifestDraft;
import dev.lvs.tool.convert.manifest.ServiceDraft;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Notices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Validates manifests as a director would, and removes from them what it would not accept or would
 * program differently.
 *
 * <p>It removes the field where that is an addition, else the whole resource: a service that is
 * balanced differently than before would be worse than one that is missing with a notice.
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

  private final Notices notices = new Notices();
  private final Untaken untaken = new Untaken();
  private Drafts drafts;

  private Acceptance(Drafts drafts) {
    this.drafts = drafts;
    notices.addAll(drafts.notices());
  }

  /** Returns what is left of drafts when nothing is refused any more. */
  static Drafts of(Drafts drafts) {
    return new Acceptance(drafts).accepted();
  }

  private Drafts accepted() {
    while (true) {
      List<Objection> objections = objections();
      if (objections.isEmpty()) {
        notices.addAll(untaken.notices());
        return drafts.with(drafts.services(), notices.sorted());
      }
      heed(objections);
    }
  }

  /**
   * Rejection of a manifest by a director.
   *
   * @param resource empty where it is unknown
   * @param untaken whether directors do not support the field at all yet
   * @param itself whether the address is one by which the director itself is meant
   */
  private record Objection(
      Optional<ResourceName> resource,
      String field,
      String message,
      boolean untaken,
      boolean itself,
      Optional<ServerIssue> server) {
    static final int LAST = 2;

    /** As it is told to somebody who sees no manifest. */
    String text() {
      String what =
          field.startsWith("spec.thresholds") ? "its thresholds are left out: " : "left out: ";
      return what + server.map(Objection::text).orElse(message) + director();
    }

    /** A real server has its own line in the source. */
    private static String text(ServerIssue server) {
      String subject =
          server.source().kind().equals("RealServer")
              ? "It"
              : server.address().map(address -> "Real server " + address).orElse("It");
      return subject + " " + server.predicate();
    }

    /** Returns what to write where the director itself is meant. */
    private String director() {
      boolean ofServer =
          field.startsWith("spec.realServers")
              || resource.filter(name -> name.kind().equals("RealServer")).isPresent();
      return ofServer && itself
          ? " Where the director is to be a real server itself, that is its own address."
          : "";
    }

    /** Those that others may follow from come first. */
    int rank() {
      String kind = resource.map(ResourceName::kind).orElse("");
      return kind.equals("VirtualService") ? LAST : kind.equals("RealServer") ? 1 : 0;
    }
  }

  private List<Objection> objections() {
    List<ManifestFile> files = new ArrayList<>(List.of(DIRECTOR));
    drafts
        .documents()
        .forEach(one -> files.add(new ManifestFile(one.name().toString(), one.text())));
    Manifests manifests = ManifestReader.read(files);
    Compilation compilation =
        Compiler.compile(Resolver.resolve(manifests.input().localChecks(true)), List.of());
    List<Objection> objections = new ArrayList<>();
    for (ManifestProblem problem : manifests.problems()) {
      Optional<ResourceName> resource =
          problem.resource().or(() -> Optional.of(ResourceName.parse(problem.place().file())));
      // "65536 is out of range" says nothing where nobody sees the manifest
      String said = problem.field().replaceFirst("^spec[.](realServers[.]inline.\\d+..)?", "");
      String message = said + ": " + problem.message();
      objections.add(
          new Objection(resource, problem.field(), message, false, false, Optional.empty()));
    }
    compilation.problems().stream()
        .filter(problem -> problem.consequence() != Consequence.NOTED)
        .forEach(problem -> objections.add(objection(problem, manifests.input())));
    return objections.isEmpty() ? differences(compilation) : objections;
  }

  /** The services of which a director would make something else than the source does. */
  private List<Objection> differences(Compilation compilation) {
    Map<ResourceName, Map<ServiceKey, VirtualServer>> made = new HashMap<>();
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
    List<Objection> objections = new ArrayList<>();
    for (ServiceDraft draft : drafts.services()) {
      ResourceName name = draft.service().name();
      difference(draft.table(), made.getOrDefault(name, Map.of()))
          .ifPresent(
              what ->
                  objections.add(
                      new Objection(
                          Optional.of(name), "spec", what, false, false, Optional.empty())));
    }
    return objections;
  }

  /** Returns what directors would make otherwise. */
  private static Optional<String> difference(
      Map<ServiceKey, VirtualServer> wanted, Map<ServiceKey, VirtualServer> made) {
    if (wanted.equals(made)) {
      return Optional.empty();
    }
    for (VirtualServer server : wanted.values()) {
      VirtualServer other = made.get(server.key());
      if (other == null || !other.equals(server)) {
        String how =
            other == null
                ? "not at all"
                : other.settings().equals(server.settings())
                    ? "with other real servers"
                    : "with other settings";
        return Optional.of(
            "No manifest makes just this: directors would have %s %s."
                .formatted(server.key(), how));
      }
    }
    Set<ServiceKey> more = new HashSet<>(made.keySet());
    more.removeAll(wanted.keySet());
    return Optional.of("No manifest makes just this: directors would have %s too.".formatted(more));
  }

  private static Objection objection(Problem problem, Input input) {
    ResourceName resource =
        problem.consequence() == Consequence.LEFT_OUT
            ? problem.server().map(ServerIssue::source).orElseGet(problem::resource)
            : problem.resource();
    return new Objection(
        Optional.of(resource),
        problem.field(),
        problem.message(),
        problem.reason() == Reason.NOT_YET_SUPPORTED,
        OwnAddress.isMeant(problem, input),
        problem.server());
  }

  /**
   * Takes something away for each objection, so that there is an end to them. What is said against
   * a service because of its group or of a real server has no cause any more once those are heard.
   */
  private void heed(List<Objection> objections) {
    boolean heard = false;
    for (int rank = 0; rank <= Objection.LAST && !heard; rank++) {
      int now = rank;
      Map<ResourceName, List<Objection>> byResource = new LinkedHashMap<>();
      objections.stream()
          .filter(one -> one.rank() == now)
          .forEach(
              one ->
                  one.resource()
                      .ifPresent(
                          name ->
                              byResource.computeIfAbsent(name, _ -> new ArrayList<>()).add(one)));
      for (ManifestDraft group : drafts.groups()) {
        List<Objection> its = byResource.getOrDefault(group.name(), List.of());
        heard |= withoutAdditions(group, its).size() < its.size();
      }
      List<ServiceDraft> left = new ArrayList<>();
      for (ServiceDraft draft : drafts.services()) {
        heard |= draft.documents().anyMatch(one -> byResource.containsKey(one.name()));
        heed(draft, byResource).ifPresent(left::add);
      }
      drafts = drafts.with(left, drafts.notices());
    }
    if (!heard) {
      throw new IllegalStateException("nothing can be done about " + objections);
    }
  }

  /** Returns what is left of a draft. */
  private Optional<ServiceDraft> heed(
      ServiceDraft draft, Map<ResourceName, List<Objection>> byResource) {
    Optional<ServiceDraft> left = Optional.of(draft);
    for (ManifestDraft document : draft.documents().toList()) {
      List<Objection> all = byResource.getOrDefault(document.name(), List.of());
      List<Objection> objections = withoutAdditions(document, all);
      // what follows from a real server's own fault says nothing new
      boolean server = document != draft.service() && !objections.isEmpty();
      for (Objection objection : server ? objections.subList(0, 1) : objections) {
        Optional<ServiceDraft.Part> part =
            draft.part(document, objection.field(), objection.server());
        notices.table(
            part.map(ServiceDraft.Part::origin).orElse(document.origin()), objection.text());
        left = part.isEmpty() ? Optional.empty() : left.flatMap(one -> one.without(part.get()));
      }
    }
    return left;
  }

  /**
   * Returns what is left of objections when the additions are taken out that they are about. Of a
   * real server nothing else is heard then, since a refusal of all of it may follow from these.
   */
  private List<Objection> withoutAdditions(ManifestDraft document, List<Objection> objections) {
    List<Objection> left = new ArrayList<>();
    List<Addition> removed = new ArrayList<>();
    for (Objection objection : objections) {
      if (removed.stream().anyMatch(one -> one.isAt(objection.field()))) {
        continue;
      }
      Optional<Addition> addition = document.additions().remove(objection.field());
      addition.ifPresent(
          one -> {
            removed.add(one);
            if (objection.untaken()) {
              document.additions().keep(one);
              untaken.add(one, objection.field());
            } else {
              notices.aside(one.origin(), "left out: " + objection.message());
            }
          });
      if (addition.isEmpty()) {
        left.add(objection);
      }
    }
    boolean server = document.name().kind().equals("RealServer");
    return server && !removed.isEmpty() ? List.of() : left;
  }
}
