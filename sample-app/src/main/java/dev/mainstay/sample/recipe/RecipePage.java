package dev.mainstay.sample.recipe;

import java.util.List;

import org.springframework.data.domain.Page;

/**
 * One page of a list of recipes.
 *
 * @param recipes the recipes on this page
 * @param page the number of this page, from 0
 * @param pages how many pages there are
 * @param total how many recipes there are on all pages
 */
public record RecipePage(List<RecipeSummary> recipes, int page, int pages, long total) {

	static RecipePage of(Page<Recipe> page) {
		return new RecipePage(page.map(RecipeSummary::of).getContent(), page.getNumber(), page.getTotalPages(),
				page.getTotalElements());
	}

}
