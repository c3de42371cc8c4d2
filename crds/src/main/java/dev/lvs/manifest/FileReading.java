package dev.lvs.manifest;

import java.util.List;

/**
 * What one file says, by itself: whoever watches many files reads again only those that changed.
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
