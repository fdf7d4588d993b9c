package dev.mainstay.benchmark.startup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the application in a virtual machine of its own and returns how long that took.
 */
final class Sampler {

	private final ClassPath classPath;

	private final List<String> arguments;

	Sampler(Variant variant, String webApplicationType) {
		this.classPath = variant.classPath(ClassPath.ofThisProcess());
		List<String> all = new ArrayList<>(variant.arguments());
		all.add("--spring.main.web-application-type=" + webApplicationType);
		all.add("--server.port=0");
		all.add("--spring.datasource.url=jdbc:h2:mem:startup");
		this.arguments = List.copyOf(all);
	}

	Sample sample() throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", this.classPath.toString(), StartupApplication.class.getName()));
		command.addAll(this.arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output.lines()
			.filter((line) -> line.startsWith(StartupApplication.READY))
			.map((line) -> Sample.parse(line.substring(StartupApplication.READY.length())))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The application did not start:\n" + output));
	}

}
