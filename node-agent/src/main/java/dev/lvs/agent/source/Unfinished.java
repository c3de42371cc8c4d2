package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.manifest.Document;
import dev.lvs.manifest.Json;
import dev.lvs.manifest.ManifestProblem;
import dev.lvs.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Manifest files that may not be completely written: resources that they had before are kept
 * unchanged, and new ones are taken at once. Of existing ones only a weight is taken at once too,
 * which half of a file has right or not at all.
 *
 * @param files by name
 */
record Unfinished(Set<String> files) {
  private static final Pattern WEIGHT = Pattern.compile("\"weight\":[0-9]+");

  /** The manifests as they are to be taken for now, and no word about what is not finished. */
  Manifests hold(Manifests now, Manifests before) {
    if (files.isEmpty()) {
      return now;
    }
    SortedMap<ResourceName, Document> held = new TreeMap<>(now.documents());
    before
        .documents()
        .forEach(
            (name, document) -> {
              Document fresh = held.get(name);
              boolean stays =
                  fresh == null
                      ? files.contains(document.place().file())
                      : files.contains(fresh.place().file()) && isOther(fresh, document);
              if (stays) {
                held.put(name, document);
              }
            });
    List<ManifestProblem> problems =
        now.problems().stream().filter(problem -> !files.contains(problem.place().file())).toList();
    return new Manifests(held, problems);
  }

  private static boolean isOther(Document one, Document other) {
    return !one.equals(other) && !form(one).equals(form(other));
  }

  private static String form(Document document) {
    SortedMap<ResourceName, Document> one =
        new TreeMap<>(Map.of(ResourceName.of(document.resource()), document));
    String text = Json.write(new Manifests(one, List.of()).input());
    return WEIGHT.matcher(text).replaceAll("\"weight\":0");
  }
}
