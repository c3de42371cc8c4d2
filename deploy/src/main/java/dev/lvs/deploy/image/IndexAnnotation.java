package dev.lvs.deploy.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Adds the full name of an image to the index of its tar. By it containerd, and whatever imports as
 * containerd does, names the image as a kubelet asks for it; the annotation of OCI that Jib writes
 * leaves out the registry of short names.
 */
final class IndexAnnotation {
  private static final String NAME = "io.containerd.image.name";
  private static final String INDEX = "index.json";

  private IndexAnnotation() {}

  /**
   * Copies a tar of an OCI image layout, and annotates the one image in it.
   *
   * @param name full name, with registry and tag
   */
  static void copy(Path tar, Path to, String name) throws IOException {
    try (InputStream file = Files.newInputStream(tar);
        TarArchiveInputStream in = new TarArchiveInputStream(file);
        OutputStream made = Files.newOutputStream(to);
        TarArchiveOutputStream out = new TarArchiveOutputStream(made)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals(INDEX)) {
          content = annotated(content, name);
          entry.setSize(content.length);
        }
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
      }
    }
  }

  private static byte[] annotated(byte[] index, String name) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode tree = (ObjectNode) json.readTree(index);
    ((ObjectNode) tree.path("manifests").path(0).path("annotations")).put(NAME, name);
    return json.writeValueAsBytes(tree);
  }
}
