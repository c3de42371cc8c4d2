package dev.lvs.manifest;

import java.util.List;

/**
 * Result of reading one file by itself: of many files that are watched, only those that changed are
 * read again.
 *
 * @param file as messages call it
 * @param documents that can be read, in the order of the file; two may be of one resource
 */
public record FileReading(String file, List<Document> documents, List<ManifestProblem> problems) {
  public FileReading {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }
}
