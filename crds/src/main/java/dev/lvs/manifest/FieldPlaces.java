package dev.lvs.manifest;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Finds the line of a problem that is detected only when everything has been read.
 *
 * <p>The texts are parsed again for it: there are few such problems, and to keep the lines of all
 * fields would cost memory for as long as the resources live.
 */
public final class FieldPlaces {
  /** {@code spec}, {@code addresses} and {@code 0} of {@code spec.addresses[0]}. */
  private static final Pattern STEP = Pattern.compile("\\[([^]]*)]|([^.\\[]+)");

  private final UnaryOperator<String> texts;
  private final Map<String, List<Yaml.Tree>> trees = new HashMap<>();

  /**
   * Places in these files.
   *
   * @param texts the text of a file, by the name that places have; empty where there is none
   */
  public FieldPlaces(UnaryOperator<String> texts) {
    this.texts = texts;
  }

  /**
   * The line of the field, or of what is written of the way there.
   *
   * @param resource the one that has the field
   * @param field as problems write it, e.g. {@code spec.ports[0].targetPort}
   * @param document where the resource stands
   */
  public Place of(ResourceName resource, String field, Place document) {
    return trees.computeIfAbsent(document.file(), this::parse).stream()
        .filter(tree -> tree.line(tree.root()) == document.line())
        .filter(tree -> resource.name().equals(name(tree)))
        .findFirst()
        .map(tree -> new Place(document.file(), tree.line(find(tree.root(), field))))
        .orElse(document);
  }

  private List<Yaml.Tree> parse(String file) {
    List<Yaml.Tree> trees = new ArrayList<>();
    Yaml.parse(texts.apply(file), trees::add, _ -> {});
    return trees;
  }

  /** Another document may stand there by now. */
  private static String name(Yaml.Tree tree) {
    return find(tree.root(), "metadata.name") instanceof ScalarNode name ? name.getValue() : "";
  }

  private static Node find(Node root, String path) {
    Node found = root;
    Matcher steps = STEP.matcher(path);
    while (steps.find()) {
      String step = steps.group(1) == null ? steps.group(2) : steps.group(1);
      Optional<Node> next =
          switch (found) {
            case MappingNode mapping -> field(mapping, step);
            case SequenceNode sequence -> item(sequence, step);
            default -> Optional.empty();
          };
      if (next.isEmpty()) {
        return found;
      }
      found = next.get();
    }
    return found;
  }

  private static Optional<Node> field(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(
            field -> field.getKeyNode() instanceof ScalarNode key && name.equals(key.getValue()))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  private static Optional<Node> item(SequenceNode sequence, String index) {
    return index.matches("[0-9]{1,6}")
        ? sequence.getValue().stream().skip(Integer.parseInt(index)).findFirst()
        : Optional.empty();
  }
}
