package dev.lvs.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lvs.lab.apiserver.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of manifests that a scenario may edit, in a temporary place. */
public final class EditableManifests implements AutoCloseable {
  private static final String CHECKS = "checks";

  private final ScratchFolder scratch;
  private final Path folder;

  private EditableManifests(ScratchFolder scratch) {
    this.scratch = scratch;
    this.folder = scratch.path();
  }

  /** A copy of a folder below examples/. */
  public static EditableManifests ofExample(String name) {
    EditableManifests copy = new EditableManifests(ScratchFolder.named("lvs-manifests"));
    copy.become(name);
    return copy;
  }

  /** Holds another example instead: files of the same name are replaced, the others removed. */
  public void become(String example) {
    List<Path> files = yaml(Checkout.path("examples", example));
    List<Path> names = files.stream().map(Path::getFileName).toList();
    try {
      for (Path file : files) {
        write(file.getFileName().toString(), Files.readString(file));
      }
      for (Path old : yaml(folder)) {
        if (!names.contains(old.getFileName())) {
          Files.delete(old);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("copy examples/" + example, e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** The folder of files and programs of health checks; empty where none was made. */
  public Optional<Path> checks() {
    return Optional.of(folder.resolve(CHECKS)).filter(Files::isDirectory);
  }

  /** Makes the folder of files and programs of health checks. */
  public Path makeChecks() {
    try {
      return Files.createDirectories(folder.resolve(CHECKS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file as editors do: beside it, then in its place. */
  public EditableManifests write(String file, String text) {
    try {
      Path fresh = Files.writeString(folder.resolve("." + file + ".new"), text);
      Files.move(
          fresh,
          folder.resolve(file),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Replaces the first place where a file says this.
   *
   * @throws IllegalArgumentException when it says it nowhere
   */
  public EditableManifests replace(String file, String said, String says) {
    String text = read(file);
    int at = text.indexOf(said);
    if (at < 0) {
      throw new IllegalArgumentException("%s does not say: %s".formatted(file, said));
    }
    return write(file, text.substring(0, at) + says + text.substring(at + said.length()));
  }

  /** Takes one document out of a file: the one that contains this. */
  public EditableManifests removeDocument(String file, String containing) {
    List<String> rest =
        Stream.of(read(file).split("(?m)^---\\n", -1))
            .filter(document -> !document.contains(containing))
            .toList();
    return write(file, String.join("---\n", rest));
  }

  public void delete(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the resources of one kind that the folder holds, in the order of its files. */
  public List<String> names(String kind) {
    return documents()
        .filter(document -> document.path("kind").asText().equals(kind))
        .map(document -> document.path("metadata").path("name").asText())
        .toList();
  }

  private Stream<JsonNode> documents() {
    List<JsonNode> all = new ArrayList<>();
    for (Path file : yaml(folder)) {
      try (MappingIterator<JsonNode> documents =
          new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
        documents.forEachRemaining(all::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all.stream();
  }

  private static List<Path> yaml(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("list " + folder, e);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
