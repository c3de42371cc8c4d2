package dev.lvs.agent.source;

import dev.lvs.agent.source.ManifestFiles.Content;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.Consequence;
import dev.lvs.compile.Problem;
import dev.lvs.compile.Resolver;
import dev.lvs.manifest.FieldPlaces;
import dev.lvs.manifest.FileReading;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestProblem;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** From files to the plan of one node, with the last good version of whatever is wrong now. */
final class ManifestCompiler {
  private final String node;
  private SortedMap<Path, String> texts = new TreeMap<>();

  /** Those of the last time: a file that says the same is not read again. */
  private Map<ManifestFile, FileReading> readings = Map.of();

  private LastGood lastGood;

  /** A compiler that goes on from what was good last. */
  ManifestCompiler(String node, LastGood lastGood) {
    this.node = node;
    this.lastGood = lastGood;
  }

  /**
   * What files come to.
   *
   * @param problems what is not in the plan as it is written, one line each: place, resource,
   *     field, reason, remedy
   * @param notes the same of what is, though its author may not have meant that
   */
  record Result(NodePlanSpec spec, List<String> problems, List<String> notes) {}

  /** Whether these files say something else than those that were compiled last. */
  boolean isNews(Map<Path, Content> files) {
    return !texts.equals(texts(files));
  }

  Result compile(SortedMap<Path, Content> files) {
    texts = texts(files);
    Manifests manifests = read(files).keeping(lastGood.manifests());
    Compilation compilation =
        Compiler.compile(Resolver.resolve(manifests.input()), lastGood.plans());
    lastGood = new LastGood(manifests, compilation.plans());
    List<String> problems = new ArrayList<>();
    manifests.problems().stream().map(ManifestProblem::toString).forEach(problems::add);
    FieldPlaces places = new FieldPlaces(file -> texts.getOrDefault(Path.of(file), ""));
    List<String> notes = new ArrayList<>();
    for (Problem problem : compilation.problems()) {
      boolean noted = problem.consequence() == Consequence.NOTED;
      (noted ? notes : problems).add(located(problem, manifests, places));
    }
    stranger(manifests).ifPresent(problems::add);
    return new Result(plan(), problems, notes);
  }

  /** A name that is misspelt would else be a node with nothing to do. */
  private Optional<String> stranger(Manifests manifests) {
    List<String> names =
        manifests.input().nodes().stream()
            .map(one -> one.getMetadata().getName())
            .sorted()
            .toList();
    return names.isEmpty() || names.contains(node)
        ? Optional.empty()
        : Optional.of(
            "No manifest has a Node "
                + node
                + ", so there is nothing for it to do; there are "
                + String.join(", ", names)
                + ". Correct --node, or add the Node.");
  }

  /** What stands in for the files that are wrong from now on. */
  LastGood lastGood() {
    return lastGood;
  }

  private Manifests read(SortedMap<Path, Content> files) {
    Map<ManifestFile, FileReading> known = readings;
    readings = new LinkedHashMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          switch (content) {
            case Content.Text(var _, var _, var text) when isCutOff(path, text) ->
                unreadable.put(path.toString(), "it is empty, and was not before");
            case Content.Text(var _, var _, var text) -> {
              ManifestFile file = new ManifestFile(path.toString(), text);
              FileReading before = known.get(file);
              readings.put(file, before == null ? ManifestReader.read(file) : before);
            }
            case Content.Unreadable(var _, var _, var reason) ->
                unreadable.put(path.toString(), reason);
          }
        });
    Manifests manifests = Manifests.of(readings.values());
    for (Map.Entry<String, String> file : unreadable.entrySet()) {
      manifests = manifests.withUnreadable(file.getKey(), file.getValue());
    }
    return manifests;
  }

  /** A file that is written in place is empty for a moment; taking it away is how to mean that. */
  private boolean isCutOff(Path path, String text) {
    return text.isBlank()
        && lastGood.manifests().documents().values().stream()
            .anyMatch(document -> document.place().file().equals(path.toString()));
  }

  private NodePlanSpec plan() {
    return lastGood.plans().stream()
        .filter(plan -> plan.nodeName().equals(node))
        .findFirst()
        .orElseGet(() -> new NodePlanSpec(node, null, null));
  }

  private static String located(Problem problem, Manifests manifests, FieldPlaces places) {
    return manifests
            .place(problem.resource())
            .map(document -> places.of(problem, document) + ": ")
            .orElse("")
        + problem;
  }

  private static SortedMap<Path, String> texts(Map<Path, Content> files) {
    SortedMap<Path, String> texts = new TreeMap<>();
    files.forEach(
        (path, content) ->
            texts.put(
                path,
                switch (content) {
                  case Content.Text(var _, var _, var text) -> text;
                  case Content.Unreadable(var _, var _, var reason) -> "unreadable: " + reason;
                }));
    return texts;
  }
}
