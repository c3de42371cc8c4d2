package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds every image of this project: {@code ARCHITECTURE/NAME.tar} below a folder, and its bill of
 * materials {@code NAME.cdx.json} beside it.
 */
public final class ImageBuild {
  /** Without the cache, as after a change of the heap that it does not fit, all goes on slower. */
  private static final String NO_WARNING = "-Xlog:aot*=off";

  private final Path checkout;
  private final Instant created;

  /**
   * Builds of a checkout whose modules have been packaged.
   *
   * @param checkout its folder
   * @param created time of which the images say that they were made then
   */
  ImageBuild(Path checkout, Instant created) {
    this.checkout = checkout;
    this.created = created;
  }

  /**
   * Builds the images for this machine, and for arm64 where {@code image.arm64.jmods} and {@code
   * image.arm64.root} say where a JDK and a C library for it are.
   *
   * @param arguments the checkout, the folder of the images, and the time that they carry (RFC
   *     3339)
   */
  public static void main(String... arguments) throws IOException, InterruptedException {
    ImageBuild build = new ImageBuild(Path.of(arguments[0]), Instant.parse(arguments[2]));
    Path out = Path.of(arguments[1]);
    List<Distribution> distributions = new ArrayList<>(List.of(Distribution.ofThisMachine()));
    given("image.arm64.jmods")
        .ifPresent(
            modules ->
                distributions.add(
                    new Distribution(
                        Architecture.ARM64,
                        given("image.arm64.root").orElse(Path.of("/")),
                        Optional.of(modules))));
    for (Distribution distribution : distributions) {
      for (BuiltImage built : build.build(distribution, out)) {
        System.out.println(built.text());
      }
    }
  }

  /**
   * Builds the images of one architecture.
   *
   * @param out folder of the folders of architectures; what an earlier build left there goes
   */
  List<BuiltImage> build(Distribution distribution, Path out)
      throws IOException, InterruptedException {
    Architecture architecture = distribution.architecture();
    Path folder = out.toAbsolutePath().resolve(architecture.text());
    delete(folder);
    Path work = Files.createDirectories(folder.resolve("work"));
    Path runtime = work.resolve("java");
    JavaRuntime.link(distribution, runtime);
    ImageNames names = new ImageNames(checkout.resolve("deploy/kustomize/kustomization.yaml"));
    List<BuiltImage> built = new ArrayList<>();
    for (Image image : new Images(checkout).all()) {
      RootFolder root = new RootFolder(work.resolve(image.name()));
      SystemFiles.add(distribution, root);
      root.copyAll(runtime, JavaRuntime.HOME);
      addProgram(image, architecture, root);
      List<String> command = command(image);
      if (architecture == Architecture.current()) {
        AotCache.add(image, root);
        command.addAll(1, List.of("-XX:AOTCache=" + image.cachePlace(), NO_WARNING));
      }
      String name = names.of(image);
      String tag = names.tag(image);
      Path tar = folder.resolve(image.name() + ".tar");
      String digest =
          new ImageTar(image, name, tag, architecture, created)
              .write(root, command, tar, work.resolve(image.name() + "-layers"));
      Path materials = folder.resolve(image.name() + ".cdx.json");
      new BillOfMaterials(image, distribution, root).write(name, tag, digest, created, materials);
      built.add(new BuiltImage(name + ":" + tag, digest, tar, materials, size(root)));
    }
    delete(work);
    return built;
  }

  private static void addProgram(Image image, Architecture architecture, RootFolder root)
      throws IOException {
    for (Path library : image.libraries()) {
      root.copy(library, Image.LIB + "/" + library.getFileName());
      if (library.getFileName().toString().startsWith("jna-")) {
        root.extract(library, architecture.jnaLibrary(), Image.LIB);
      }
    }
    root.copy(image.jar(), image.jarPlace());
    root.copy(image.options(), image.optionsPlace());
  }

  private static List<String> command(Image image) {
    List<String> command = new ArrayList<>();
    command.add(JavaRuntime.HOME + "/bin/java");
    command.add("@" + image.optionsPlace());
    command.addAll(image.moreOptions());
    command.addAll(List.of("-jar", image.jarPlace()));
    return command;
  }

  private static Optional<Path> given(String property) {
    return Optional.ofNullable(System.getProperty(property))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  private static long size(RootFolder root) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(root.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
