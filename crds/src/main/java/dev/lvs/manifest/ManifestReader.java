package dev.lvs.manifest;

import dev.lvs.manifest.ManifestFindings.TooLargeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads manifests: YAML text to typed resources and problems. */
public final class ManifestReader {
  private final ManifestFile file;
  private final List<Document> documents = new ArrayList<>();
  private final List<ManifestProblem> problems = new ArrayList<>();

  private ManifestReader(ManifestFile file) {
    this.file = file;
  }

  /** Returns what {@code files} say, in whatever order they come. */
  public static Manifests read(List<ManifestFile> files) {
    return Manifests.of(files.stream().map(ManifestReader::read).toList());
  }

  /** Returns what {@code file} says. */
  public static FileReading read(ManifestFile file) {
    ManifestReader reader = new ManifestReader(file);
    reader.read();
    return new FileReading(file.name(), reader.documents, reader.problems);
  }

  private void read() {
    Yaml.parse(file.text(), this::read, this::note);
  }

  private void note(Yaml.Broken broken) {
    problems.add(
        new ManifestProblem(
            new Place(file.name(), broken.line()),
            Optional.empty(),
            "",
            broken.flaw(),
            broken.message()));
  }

  private void read(Yaml.Tree tree) {
    // a piece may hold nothing but comments
    if (Scalars.isNull(tree.root())) {
      return;
    }
    ManifestFindings findings = new ManifestFindings(file.name(), tree);
    try {
      new DocumentReader(tree.root(), findings).read().ifPresent(documents::add);
    } catch (TooLargeException e) {
      findings.add(
          tree.root(), "", Flaw.TOO_LARGE, "The document has " + e.getMessage() + "; split it.");
    }
    problems.addAll(findings.problems());
  }
}
