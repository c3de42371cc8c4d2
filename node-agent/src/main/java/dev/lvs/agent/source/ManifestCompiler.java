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
  private final Memory memory;

  /** Those of the last time: what says the same is not read again. */
  private SortedMap<Path, Content> files = new TreeMap<>();

  /** A compiler that goes on from what was good last. */
  ManifestCompiler(String node, LastGood lastGood) {
    this.node = node;
    this.memory = new Memory(lastGood);
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
  boolean isNews(SortedMap<Path, Content> fresh) {
    return !fresh.keySet().equals(files.keySet())
        || fresh.entrySet().stream().anyMatch(file -> !isAsBefore(file.getKey(), file.getValue()));
  }

  private boolean isAsBefore(Path path, Content content) {
    Content before = files.get(path);
    return before != null && content.saysTheSameAs(before);
  }

  Result compile(SortedMap<Path, Content> fresh) {
    LastGood before = memory.lastGood();
    Map<String, FileReading> readings = new LinkedHashMap<>();
    Manifests manifests = read(fresh, readings).keeping(before.manifests());
    files = fresh;
    Compilation compilation = Compiler.compile(Resolver.resolve(manifests.input()), before.plans());
    memory.keep(readings, new LastGood(manifests, compilation.plans()));
    List<String> problems = new ArrayList<>();
    manifests.problems().stream().map(ManifestProblem::toString).forEach(problems::add);
    FieldPlaces places = new FieldPlaces(this::text);
    List<String> notes = new ArrayList<>();
    for (Problem problem : compilation.problems()) {
      boolean noted = problem.consequence() == Consequence.NOTED;
      (noted ? notes : problems).add(located(problem, manifests, places));
    }
    stranger(manifests).ifPresent(problems::add);
    return new Result(planOf(compilation), problems, notes);
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
    return memory.lastGood();
  }

  /** Nothing is expected to change soon: little is kept of what is not asked for until then. */
  void rest() {
    memory.rest();
  }

  private Manifests read(SortedMap<Path, Content> fresh, Map<String, FileReading> readings) {
    Map<String, String> unreadable = new TreeMap<>();
    fresh.forEach(
        (path, content) -> {
          String name = path.toString();
          FileReading before = isAsBefore(path, content) ? memory.readings().get(name) : null;
          if (before != null) {
            readings.put(name, before);
            return;
          }
          switch (content) {
            case Content.Text(var _, var _, var said) -> {
              ManifestFile file = new ManifestFile(name, said.text());
              if (isCutOff(file)) {
                unreadable.put(name, "it is empty, and was not before");
              } else {
                readings.put(name, ManifestReader.read(file));
              }
            }
            case Content.Unreadable(var _, var _, var reason) -> unreadable.put(name, reason);
          }
        });
    Manifests manifests = Manifests.of(readings.values());
    for (Map.Entry<String, String> file : unreadable.entrySet()) {
      manifests = manifests.withUnreadable(file.getKey(), file.getValue());
    }
    return manifests;
  }

  /** A file that is written in place is empty for a moment; taking it away is how to mean that. */
  private boolean isCutOff(ManifestFile file) {
    return file.text().isBlank()
        && memory.lastGood().manifests().documents().values().stream()
            .anyMatch(document -> document.place().file().equals(file.name()));
  }

  /** The text of a file as messages call it. */
  private String text(String file) {
    return files.get(Path.of(file)) instanceof Content.Text text ? text.said().text() : "";
  }

  private NodePlanSpec planOf(Compilation compilation) {
    return compilation.plans().stream()
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
}
