//! A procedure as a fold: its state is what its dated acts, in their order, have made of the beginning. There
//! are no status columns to set; a step that the law does not allow is refused.

use crate::Refusal;

/// A procedure: where it begins, and what each act makes of it.
pub trait Workflow {
    /// Where the procedure stands.
    type State;
    /// What someone does in it, with its day.
    type Act;
    /// Why an act is not allowed.
    type Refused: Refusal;

    /// The state before the first act.
    fn start() -> Self::State;

    /// The state after one more act.
    ///
    /// # Errors
    /// The refusal, when the act is not allowed in this state.
    fn step(state: &Self::State, act: &Self::Act) -> Result<Self::State, Self::Refused>;

    /// The state after all acts, in their order.
    ///
    /// # Errors
    /// The refusal of the first act that was not allowed.
    fn fold<'a>(acts: impl IntoIterator<Item = &'a Self::Act>) -> Result<Self::State, Self::Refused>
    where
        Self::Act: 'a,
    {
        acts.into_iter().try_fold(Self::start(), |state, act| Self::step(&state, act))
    }
}

#[cfg(test)]
mod tests;
