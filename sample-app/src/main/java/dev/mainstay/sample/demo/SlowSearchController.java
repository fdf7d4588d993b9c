package dev.mainstay.sample.demo;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The slow search over HTTP.
 */
@RestController
class SlowSearchController {

	private final SlowSearch search;

	SlowSearchController(SlowSearch search) {
		this.search = search;
	}

	@GetMapping("/demo/slow-search")
	List<String> titles(@RequestParam(defaultValue = "curry") String text) {
		return this.search.titles(text);
	}

}
