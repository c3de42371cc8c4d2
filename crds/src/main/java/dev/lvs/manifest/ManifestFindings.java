package dev.lvs.manifest;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The problems of one document while it is being read. */
final class ManifestFindings {
  /** Most nodes of a document, aliases written out: 20 times the largest NodePlan. */
  private static final int MAX_NODES = 200_000;

  private final String file;
  private final Yaml.Tree tree;
  private final List<ManifestProblem> problems = new ArrayList<>();
  private Optional<ResourceName> resource = Optional.empty();
  private int nodes;

  ManifestFindings(String file, Yaml.Tree tree) {
    this.file = file;
    this.tree = tree;
  }

  /** Findings about the same document that nobody will read. */
  ManifestFindings unheard() {
    return new ManifestFindings(file, tree);
  }

  /** Says which resource the problems to come are about. */
  void about(ResourceName name) {
    resource = Optional.of(name);
  }

  void add(Node node, String field, Flaw flaw, String message) {
    problems.add(new ManifestProblem(place(node), resource, field, flaw, message));
  }

  /** Counts a node that is looked at, so that aliases of aliases come to an end. */
  void count() throws TooLargeException {
    nodes++;
    if (nodes > MAX_NODES) {
      throw new TooLargeException();
    }
  }

  Place place(Node node) {
    return new Place(file, tree.line(node));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<ManifestProblem> problems() {
    return List.copyOf(problems);
  }

  /** The document has more nodes than are read. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1;

    TooLargeException() {
      super("more than " + MAX_NODES + " values");
    }
  }
}
