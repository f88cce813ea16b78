// Package zh holds the words: what states, actions, fields, papers, problems and
// dates are called in Simplified Chinese. Sentences tell what is wrong and what
// to do about it. It is pure, and knows nothing of HTML.
package zh
