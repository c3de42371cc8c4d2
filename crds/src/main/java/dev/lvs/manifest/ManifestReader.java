package dev.lvs.manifest;

import dev.lvs.compile.ResourceName;
import dev.lvs.manifest.Findings.TooLargeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads manifests: YAML text to typed resources and problems. */
public final class ManifestReader {
  private final SortedMap<ResourceName, Document> documents = new TreeMap<>();
  private final List<ManifestProblem> problems = new ArrayList<>();

  private ManifestReader() {}

  /** What {@code files} say, in whatever order they come. */
  public static Manifests read(List<ManifestFile> files) {
    ManifestReader reader = new ManifestReader();
    files.stream().sorted(Comparator.comparing(ManifestFile::name)).forEach(reader::read);
    return new Manifests(reader.documents, reader.problems);
  }

  private void read(ManifestFile file) {
    List<Yaml.Tree> trees =
        Yaml.parse(
            file.text(),
            broken ->
                problems.add(
                    new ManifestProblem(
                        new Place(file.name(), broken.line()),
                        Optional.empty(),
                        "",
                        broken.flaw(),
                        broken.message())));
    for (Yaml.Tree tree : trees) {
      // a piece may hold nothing but comments
      if (!Scalars.isNull(tree.root())) {
        read(file, tree);
      }
    }
  }

  private void read(ManifestFile file, Yaml.Tree tree) {
    Findings findings = new Findings(file.name(), tree);
    try {
      new DocumentReader(tree.root(), findings).read().ifPresent(this::add);
    } catch (TooLargeException e) {
      findings.add(
          tree.root(), "", Flaw.TOO_LARGE, "The document has " + e.getMessage() + "; split it.");
    }
    problems.addAll(findings.problems());
  }

  private void add(Document document) {
    ResourceName name = ResourceName.of(document.resource());
    Document first = documents.putIfAbsent(name, document);
    if (first != null) {
      problems.add(
          new ManifestProblem(
              document.place(),
              Optional.of(name),
              "metadata.name",
              Flaw.DUPLICATE_RESOURCE,
              "It stands in %s already, and that is taken; remove one.".formatted(first.place())));
    }
  }
}
