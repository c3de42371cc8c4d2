package dev.lvs.deploy.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Names and tags of the images, as the kustomize base has them. {@code kustomize edit set image}
 * changes both.
 */
final class ImageNames {
  /** An image that no manifest names stands beside this one. */
  private static final String AGENT = "lvs-node-agent";

  private final JsonNode images;

  /**
   * Reads them.
   *
   * @param kustomization kustomization.yaml with {@code images}
   */
  ImageNames(Path kustomization) throws IOException {
    images = new YAMLMapper().readTree(kustomization.toFile()).path("images");
  }

  /**
   * The name that a kubelet looks for, with registry.
   *
   * @throws IOException where the kustomization names neither this image nor the agent's
   */
  String of(Image image) throws IOException {
    String agent = written(AGENT);
    String own =
        find(image.name()).isMissingNode()
            ? agent.substring(0, agent.lastIndexOf('/') + 1) + image.name()
            : written(image.name());
    int slash = own.indexOf('/');
    if (slash < 0) {
      return "docker.io/library/" + own;
    }
    String first = own.substring(0, slash);
    boolean isRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
    return isRegistry ? own : "docker.io/" + own;
  }

  /**
   * The tag, which is the version.
   *
   * @throws IOException where the kustomization has none
   */
  String tag(Image image) throws IOException {
    JsonNode own = find(image.name());
    String tag = (own.isMissingNode() ? find(AGENT) : own).path("newTag").asText();
    if (tag.isEmpty()) {
      throw new IOException("no newTag for " + image.name() + " in " + images);
    }
    return tag;
  }

  private String written(String name) throws IOException {
    JsonNode entry = find(name);
    if (entry.isMissingNode()) {
      throw new IOException("no image " + name + " in " + images);
    }
    return entry.path("newName").asText(name);
  }

  private JsonNode find(String name) {
    for (JsonNode entry : images) {
      if (entry.path("name").asText().equals(name)) {
        return entry;
      }
    }
    return images.path(name);
  }
}
