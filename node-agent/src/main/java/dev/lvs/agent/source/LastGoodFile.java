package dev.lvs.agent.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.file.DurableFile;
import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.manifest.Document;
import dev.lvs.manifest.Json;
import dev.lvs.manifest.Manifests;
import dev.lvs.manifest.Place;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code last-good.json} in the state directory: {@link LastGood}, so that an agent that
 * starts while a manifest is wrong removes nothing either.
 *
 * <p>Correctness does not depend on it: with a missing or damaged file the agent starts as for the
 * first time, and wrong manifests are left out. It is written whole and renamed, so that a crash
 * leaves the old one or the new one. Each resource and each plan has a line of its own, so that a
 * long file is never in memory whole. The last line is the checksum of the others: a file that does
 * not match it is damaged, and one without it is truncated.
 */
public final class LastGoodFile {
  private static final Logger LOG = LoggerFactory.getLogger(LastGoodFile.class);

  /** Another number is for a form that this class does not know. */
  private static final int FORMAT = 1;

  private static final String SUM = "crc32c ";

  private final Path file;
  private final boolean writable;

  private LastGoodFile(Path directory, boolean writable) {
    this.file = directory.resolve("last-good.json");
    this.writable = writable;
  }

  /** The file of whoever has the ledger of this state directory. */
  public static LastGoodFile in(Path directory) {
    return new LastGoodFile(directory, true);
  }

  /** The same for whoever only looks: nothing is ever written. */
  public static LastGoodFile toLookInto(Path directory) {
    return new LastGoodFile(directory, false);
  }

  /**
   * A line: one resource or plan.
   *
   * @param places source locations of the resources of the input, by {@link ResourceName}
   */
  private record Line(
      int format, Map<String, Place> places, @Required Input input, List<NodePlanSpec> plans) {
    static Line of(ResourceName name, Document document) {
      SortedMap<ResourceName, Document> one = new TreeMap<>(Map.of(name, document));
      Input input = new Manifests(one, List.of()).input();
      return new Line(FORMAT, Map.of(name.toString(), document.place()), input, List.of());
    }

    static Line of(NodePlanSpec plan) {
      return new Line(FORMAT, Map.of(), Manifests.none().input(), List.of(plan));
    }

    void addTo(Map<ResourceName, Document> documents) {
      Stream.<List<? extends HasMetadata>>of(
              input.virtualServices(),
              input.realServers(),
              input.directorGroups(),
              input.addressPools(),
              input.nodes(),
              input.namespaces())
          .flatMap(List::stream)
          .forEach(
              resource -> {
                ResourceName name = ResourceName.of(resource);
                Place place = places.get(name.toString());
                if (place == null) {
                  throw new IllegalArgumentException("it does not say where " + name + " stands");
                }
                documents.put(name, new Document(place, resource));
              });
    }
  }

  /** Returns what was good last, or nothing: a warning says why, unless there is no file. */
  LastGood read() {
    try {
      return content();
    } catch (NoSuchFileException _) {
      return LastGood.none();
    } catch (IOException | RuntimeException e) {
      // whatever it is that somebody else wrote there: it must not keep the agent from its work
      LOG.warn(
          "{} cannot be used ({}). Manifests that are wrong now are left out until they are"
              + " corrected.",
          file,
          firstLine(e));
      return LastGood.none();
    }
  }

  /**
   * Returns what was good last.
   *
   * @throws IOException when there is no file, or it cannot be read, or is damaged
   * @throws IllegalArgumentException when it is damaged
   */
  LastGood content() throws IOException {
    SortedMap<ResourceName, Document> documents = new TreeMap<>();
    List<NodePlanSpec> plans = new ArrayList<>();
    CRC32C sum = new CRC32C();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String text = lines.readLine();
      for (; text != null && !text.startsWith(SUM); text = lines.readLine()) {
        Line line = Json.read(text, Line.class);
        if (line.format() != FORMAT) {
          throw new IOException("its format is " + line.format() + " and not " + FORMAT);
        }
        line.addTo(documents);
        plans.addAll(line.plans());
        sum.update((text + "\n").getBytes(UTF_8));
      }
      if (!ending(sum).equals(text) || lines.readLine() != null) {
        throw new IOException("it does not end with its checksum");
      }
    }
    return new LastGood(new Manifests(documents, List.of()), plans);
  }

  private static String ending(CRC32C sum) {
    return SUM + DurableFile.digits(sum);
  }

  /** Puts this in the place of what was good before. It is on disk when this returns. */
  void write(LastGood lastGood) {
    if (!writable) {
      return;
    }
    try {
      Files.createDirectories(directory());
      DurableFile.replace(file, channel -> write(lastGood, Channels.newWriter(channel, UTF_8)))
          .close();
    } catch (IOException e) {
      // the manifests are in force all the same
      LOG.warn(
          "{} cannot be written ({}). Should a manifest be wrong when this agent starts next, an"
              + " older version of it takes its place, or none.",
          file,
          firstLine(e));
    }
  }

  private static void write(LastGood lastGood, Writer out) throws IOException {
    CRC32C sum = new CRC32C();
    for (Map.Entry<ResourceName, Document> document : lastGood.manifests().documents().entrySet()) {
      write(Line.of(document.getKey(), document.getValue()), out, sum);
    }
    for (NodePlanSpec plan : lastGood.plans()) {
      write(Line.of(plan), out, sum);
    }
    out.write(ending(sum) + "\n");
    out.flush();
  }

  private static void write(Line line, Writer out, CRC32C sum) throws IOException {
    String text = Json.write(line) + "\n";
    sum.update(text.getBytes(UTF_8));
    out.write(text);
  }

  /** Takes the file away, so that the next start is a first one. */
  public void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  private Path directory() {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalStateException(file + " is in no directory");
    }
    return parent;
  }

  /** Some messages go on with where in the text. */
  private static String firstLine(Exception failure) {
    return failure.getClass().getSimpleName()
        + ": "
        + String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
