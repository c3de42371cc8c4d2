package dev.lvs.manifest;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Content of a set of files: the resources that can be read, and the problems of the rest.
 *
 * @param documents by resource
 */
public record Manifests(
    SortedMap<ResourceName, Document> documents, List<ManifestProblem> problems) {
  public Manifests {
    documents = Collections.unmodifiableSortedMap(new TreeMap<>(documents));
    problems = List.copyOf(problems);
  }

  /** Nothing, and nothing wrong: what there is before the first reading. */
  public static Manifests none() {
    return new Manifests(new TreeMap<>(), List.of());
  }

  /**
   * Returns what files say together, in whatever order they come: the first to name a resource has
   * it.
   */
  public static Manifests of(Collection<FileReading> readings) {
    SortedMap<ResourceName, Document> documents = new TreeMap<>();
    List<ManifestProblem> problems = new ArrayList<>();
    readings.stream()
        .sorted(Comparator.comparing(FileReading::file))
        .forEach(
            reading -> {
              problems.addAll(reading.problems());
              for (Document document : reading.documents()) {
                ResourceName name = ResourceName.of(document.resource());
                Document first = documents.putIfAbsent(name, document);
                if (first != null) {
                  problems.add(duplicate(name, document, first));
                }
              }
            });
    return new Manifests(documents, problems);
  }

  private static ManifestProblem duplicate(ResourceName name, Document second, Document first) {
    return new ManifestProblem(
        second.place(),
        Optional.of(name),
        "metadata.name",
        Flaw.DUPLICATE_RESOURCE,
        "It stands in %s already, and that is taken; remove one.".formatted(first.place()));
  }

  /** The resources, to be compiled. */
  public Input input() {
    return new Input(
        all(VirtualService.class),
        all(RealServer.class),
        all(DirectorGroup.class),
        all(AddressPool.class),
        all(Node.class),
        all(Namespace.class));
  }

  /** Returns where {@code resource} stands, if it does. */
  public Optional<Place> place(ResourceName resource) {
    return Optional.ofNullable(documents.get(resource)).map(Document::place);
  }

  /** This reading with a file that could not be read at all. */
  public Manifests withUnreadable(String file, String why) {
    ManifestProblem problem =
        new ManifestProblem(
            new Place(file, 1),
            Optional.empty(),
            "",
            Flaw.UNREADABLE,
            "The file cannot be read: " + why + ". Mend that, or move it away.");
    return new Manifests(documents, Stream.concat(problems.stream(), Stream.of(problem)).toList());
  }

  /**
   * This reading, in which a resource that is wrong now has its last good version.
   *
   * <p>A resource is wrong if its document has a problem; or if it is missing while some document
   * of the file where it stood has become so wrong that nobody can say which resource it was.
   */
  public Manifests keeping(Manifests lastGood) {
    Set<ResourceName> wrong = new HashSet<>();
    Set<String> unclear = new HashSet<>();
    for (ManifestProblem problem : problems) {
      problem.resource().ifPresentOrElse(wrong::add, () -> unclear.add(problem.place().file()));
    }
    SortedMap<ResourceName, Document> kept = new TreeMap<>(documents);
    lastGood.documents.forEach(
        (name, document) -> {
          if (wrong.contains(name) || unclear.contains(document.place().file())) {
            kept.putIfAbsent(name, document);
          }
        });
    return new Manifests(kept, problems);
  }

  private <R extends HasMetadata> List<R> all(Class<R> kind) {
    return documents.values().stream()
        .map(Document::resource)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
