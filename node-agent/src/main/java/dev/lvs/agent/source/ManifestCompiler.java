package dev.lvs.agent.source;

import dev.lvs.agent.source.ManifestFiles.Content;
import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.manifest.FieldPlaces;
import dev.lvs.manifest.FileReading;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestProblem;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compiles manifest files to the plan of one node, with the last good version of whatever is wrong
 * now.
 */
final class ManifestCompiler {
  private final String node;
  private final boolean localChecks;
  private final InstantSource clock;
  private final ManifestCache memory;

  /** Those of the last time: what says the same is not read again. */
  private SortedMap<Path, Content> files = new TreeMap<>();

  /** Those of them that were not finished. */
  private Set<String> held = Set.of();

  /** Whether it is known what these files said before, or at least all that they say. */
  private boolean sure;

  /** Files of which it is known what they said, wrong or not now. */
  private final Set<String> readOnce = new HashSet<>();

  /** Time that by itself makes another plan. */
  private Optional<Instant> goodUntil = Optional.empty();

  /** Whether something of the last time waits until they are. */
  private boolean postponed;

  /** A compiler that goes on from what was good last. */
  ManifestCompiler(String node, LastGood lastGood, boolean localChecks) {
    this(node, lastGood, localChecks, InstantSource.system());
  }

  /**
   * The same at another time.
   *
   * @param localChecks whether health checks may look at files and run programs
   * @param clock by which maintenance ends
   */
  ManifestCompiler(String node, LastGood lastGood, boolean localChecks, InstantSource clock) {
    this.node = node;
    this.localChecks = localChecks;
    this.clock = clock;
    this.memory = new ManifestCache(lastGood);
    this.sure = !lastGood.manifests().documents().isEmpty();
  }

  /** Result of compiling the files. */
  sealed interface Result {}

  /**
   * A plan.
   *
   * @param problems resources that are not in the plan as they are written, one line each: place,
   *     resource, field, reason, remedy
   * @param notes warnings in the same form: resources that are in the plan as written, though
   *     possibly not as meant
   * @param isSure whether an object that is not in it is unwanted, and may be removed
   */
  record Compiled(NodePlanSpec spec, List<String> problems, List<String> notes, boolean isSure)
      implements Result {}

  /**
   * Manifests that do not mention this node: that is no plan, and not an empty one.
   *
   * @param reason a sentence: what is missing
   */
  record Silent(String reason, List<String> problems) implements Result {}

  /** Returns whether these files come to something else than those that were compiled last. */
  boolean isNews(SortedMap<Path, Content> fresh, Set<String> unfinished) {
    return goodUntil.filter(end -> !end.isAfter(clock.instant())).isPresent()
        || (postponed && !unfinished.equals(held))
        || !fresh.keySet().equals(files.keySet())
        || fresh.entrySet().stream().anyMatch(file -> !isAsBefore(file.getKey(), file.getValue()));
  }

  private boolean isAsBefore(Path path, Content content) {
    Content before = files.get(path);
    return before != null && content.saysTheSameAs(before);
  }

  /** The files that something is known of. */
  Set<String> known() {
    return memory.lastGood().manifests().documents().values().stream()
        .map(document -> document.place().file())
        .collect(Collectors.toSet());
  }

  /**
   * Returns whether nothing is missing from what was compiled last that may have been there before.
   */
  boolean isSure() {
    return sure;
  }

  /**
   * Compiles.
   *
   * @param isStill whether nothing has changed for a while
   * @param unfinished files that may still be written, or be back soon: what they say anew is
   *     taken, and what they said stays as it was
   */
  Result compile(SortedMap<Path, Content> fresh, Set<String> unfinished, boolean isStill) {
    LastGood before = memory.lastGood();
    Map<String, FileReading> readings = new LinkedHashMap<>();
    Manifests read = read(fresh, readings, unfinished).keeping(before.manifests());
    Manifests manifests = new Unfinished(unfinished).hold(read, before.manifests());
    files = fresh;
    held = unfinished;
    goodUntil = Optional.empty();
    postponed = !manifests.equals(read) || readings.size() < fresh.size();
    List<String> problems =
        new ArrayList<>(manifests.problems().stream().map(ManifestProblem::toString).toList());
    Optional<String> silence = silence(manifests);
    if (silence.isPresent()) {
      // and what was known stays known, for the day when the folder is there again
      memory.keep(readings, before);
      return new Silent(silence.get(), problems);
    }
    Input input = manifests.input().localChecks(localChecks).at(clock.instant());
    Compilation compilation = Compiler.compile(Resolver.resolve(input), before.plans());
    goodUntil = compilation.goodUntil();
    memory.keep(readings, new LastGood(manifests, compilation.plans()));
    FieldPlaces places = new FieldPlaces(this::text);
    List<String> notes = new ArrayList<>();
    for (Problem problem : compilation.problems()) {
      boolean noted = problem.consequence() == Consequence.NOTED;
      (noted ? notes : problems).add(located(problem, manifests, places));
    }
    compilation.withdrawals().forEach(ended -> problems.add(ended.toString()));
    Set<String> wrong =
        manifests.problems().stream()
            .map(problem -> problem.place().file())
            .collect(Collectors.toSet());
    fresh.keySet().stream()
        .map(Path::toString)
        .filter(name -> !wrong.contains(name) && !unfinished.contains(name))
        .forEach(readOnce::add);
    sure |= isStill && unfinished.isEmpty() && readOnce.containsAll(wrong);
    if (!sure && isStill) {
      problems.add(
          "What was in the files that cannot be read is not known here; until they are corrected,"
              + " or removed, nothing is taken away that this agent put into the kernel.");
    }
    return new Compiled(planOf(compilation), problems, notes, sure);
  }

  /** Returns why these manifests say nothing of this node, if they do. */
  private Optional<String> silence(Manifests manifests) {
    List<String> names =
        manifests.input().nodes().stream()
            .map(one -> one.getMetadata().getName())
            .sorted()
            .toList();
    if (names.contains(node)) {
      return Optional.empty();
    }
    if (manifests.documents().isEmpty()) {
      return Optional.of("holds no manifest (*.yaml, *.yml) that can be read");
    }
    return Optional.of(
        "has no Node "
            + node
            + (names.isEmpty() ? ", and no other" : "; there are " + String.join(", ", names)));
  }

  /** Returns what stands in for the files that are wrong from now on. */
  LastGood lastGood() {
    return memory.lastGood();
  }

  /** Nothing is expected to change soon: little is kept of what is not asked for until then. */
  void rest() {
    memory.rest();
  }

  private Manifests read(
      SortedMap<Path, Content> fresh, Map<String, FileReading> readings, Set<String> unfinished) {
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
              try {
                ManifestFile file = new ManifestFile(name, said.text());
                if (isCutOff(file)) {
                  unreadable.put(name, "it is empty, and was not before");
                } else if (!unfinished.contains(name) || file.text().endsWith("\n")) {
                  readings.put(name, ManifestReader.read(file));
                }
              } catch (CharacterCodingException _) {
                unreadable.put(name, "it is no text in UTF-8");
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
    try {
      return files.get(Path.of(file)) instanceof Content.Text text ? text.said().text() : "";
    } catch (CharacterCodingException _) {
      return "";
    }
  }

  private NodePlanSpec planOf(Compilation compilation) {
    return compilation.plans().stream()
        .filter(plan -> plan.nodeName().equals(node))
        .findFirst()
        .orElseGet(() -> NodePlanSpec.empty(node));
  }

  private static String located(Problem problem, Manifests manifests, FieldPlaces places) {
    return manifests
            .place(problem.resource())
            .map(document -> places.of(problem.resource(), problem.field(), document) + ": ")
            .orElse("")
        + problem;
  }
}
